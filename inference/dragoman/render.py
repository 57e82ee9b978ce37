"""A document as a person reads it in a terminal: the text with its entities marked, then quotes and events.

Everything is put together from ``rich.text.Text``, never from markup, so that ``[bold]`` in an article stays as it is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from dragoman.documents import Document, Entity, Event, Quote, Span

# Told apart on a dark and on a light background; given to labels in the scheme's order.
_PALETTE = (
    "bright_blue",
    "dark_orange",
    "green3",
    "magenta",
    "dark_cyan",
    "red3",
    "gold3",
    "medium_purple",
    "deep_pink3",
    "chartreuse4",
    "steel_blue1",
    "indian_red",
    "sea_green2",
    "orchid",
    "light_slate_grey",
)
_ABBREVIATION = 3

# Control characters would move the cursor or recolour the terminal; lone surrogates cannot be printed.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Look:
    """How a label is shown."""

    abbreviation: str
    style: str


def looks(labels: Sequence[str]) -> dict[str, Look]:
    """A colour and a short form for each label: its first three letters, more where those are taken."""
    styles = {label: _PALETTE[number % len(_PALETTE)] for number, label in enumerate(labels)}
    return {label: Look(short, f"bold {styles[label]}") for label, short in _abbreviations(labels).items()}


def summary(document: Document, labels: Sequence[str]) -> RenderableType:
    """What ``dragoman tag`` shows of a document.

    Args:
        document: with what was found.
        labels: the scheme's entity labels, in order; labels beyond them get what colours are left.
    """
    found = dict.fromkeys(entity.label for entity in document.entities)
    shown = looks(list(dict.fromkeys([*labels, *found])))
    parts: list[RenderableType] = [_title(document), marked_text(document, shown)]
    if found:
        parts += [Text(), legend({label: look for label, look in shown.items() if label in found})]
    if document.quotes:
        parts += [Text("\nQuotes", "bold"), _grid(_quote_line(document, quote) for quote in document.quotes)]
    if document.events:
        parts += [Text("\nEvents", "bold"), _grid(_event_line(document, event) for event in document.events)]
    return Group(*parts, Text())


def marked_text(document: Document, shown: Mapping[str, Look]) -> Text:
    """The text, each entity coloured and followed by its label's short form."""
    result, cursor = Text(), 0
    for entity in _apart(document.entities):
        look = shown[entity.label]
        result.append(visible(document.text[cursor : entity.span.start]))
        result.append(visible(document.covered(entity.span)), look.style)
        result.append(f"·{look.abbreviation}", f"dim {look.style}")
        cursor = entity.span.end
    return result.append(visible(document.text[cursor:]))


def legend(shown: Mapping[str, Look]) -> Text:
    """Which short form stands for which label."""
    entries = (Text.assemble((look.abbreviation, look.style), f" {visible(label)}") for label, look in shown.items())
    return Text("   ").join(entries)


def visible(text: str) -> str:
    """The text without carriage returns, and with U+FFFD for whatever a terminal would obey or could not print."""
    return _UNPRINTABLE.sub("\ufffd", text.replace("\r\n", "\n"))


def _title(document: Document) -> Rule:
    name = " · ".join(filter(None, [document.id, document.date]))
    return Rule(Text(_one_line(name)), align="left")


def _apart(entities: Sequence[Entity]) -> Iterator[Entity]:
    """Entities in text order; of two that overlap, which no model gives but a file may, the first and longer one."""
    end = 0
    for entity in sorted(entities, key=lambda item: (item.span.start, -item.span.end)):
        if entity.span.start >= end:
            yield entity
            end = entity.span.end


def _abbreviations(labels: Sequence[str]) -> dict[str, str]:
    taken: dict[str, str] = {}
    for label in labels:
        shorter = (label[:length] for length in range(_ABBREVIATION, len(label)))
        numbered = (f"{label}-{number}" for number in count(2))  # a label that is the short form of one before
        free = (short for short in chain(shorter, [label], numbered) if short not in taken)
        taken[next(free)] = label
    return {label: visible(short) for short, label in taken.items()}


def _grid(rows: Iterable[Text]) -> Table:
    table = Table.grid(padding=(0, 1))
    for number, row in enumerate(rows, 1):
        table.add_row(Text(f"{number:>3}", "dim"), row)
    return table


def _quote_line(document: Document, quote: Quote) -> Text:
    source = _phrase(document, quote.source, ", ") or "no source"
    cue = _phrase(document, [quote.cue] if quote.cue else [], " ") or "no cue"
    content = _phrase(document, quote.content, " … ")
    kind = (f"  {quote.kind(document.text)}{_percent(quote.score)}", "dim")
    return Text.assemble((source, "bold"), (f" — {cue} — ", "italic"), content, kind)


def _event_line(document: Document, event: Event) -> Text:
    head = " ".join(filter(None, [event.type, event.status and f"({event.status})"]))
    roles = ((role, _phrase(document, spans, ", ")) for role, spans in event.arguments.items() if spans)
    line = Text.assemble((_one_line(head), "bold"), (f" — {_phrase(document, [event.trigger], ' ')}", "italic"))
    for role, phrase in roles:
        line.append(f" — {_one_line(role)}: ", "dim").append(phrase)
    return line.append(_percent(event.score), "dim")


def _phrase(document: Document, spans: Sequence[Span], separator: str) -> str:
    return separator.join(_one_line(document.covered(span)) for span in spans)


def _one_line(text: str) -> str:
    return " ".join(visible(text).split())


def _percent(score: float | None) -> str:
    return "" if score is None else f"  {score:.0%}"
