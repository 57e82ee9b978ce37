"""What the page of one article shows, put together for its template."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dragoman.documents import Document, Event, Quote, Span
from dragoman.page import names
from dragoman.page.html import render
from dragoman.page.pieces import Mark, Piece, cut, marks_of, paragraphs
from dragoman.page.quads import quad_number
from dragoman.scheme import Guidelines, Scheme

_KINDS = {
    "direct": "All words stand in quotation marks.",
    "mixed": "Some words stand in quotation marks.",
    "indirect": "No words stand in quotation marks.",
}
# One letter each, since a page has thousands: the layer's items are e0, e1, …; q0, …; v0, … and arguments a0.1
# (of event 0, the role of number 1).
_LETTER = {"entity": "e", "source": "s", "cue": "c", "content": "q", "trigger": "v", "argument": "a"}
_HEADLINE = 140


@dataclass(frozen=True, slots=True)
class Label:
    """An entry of the legend.

    Attributes:
        name: of the label.
        slot: its number, which gives its colour.
        count: how many items have it.
        guideline: what it marks.
        quad: of an event type, the number of its quad class.
    """

    name: str
    slot: int
    count: int
    guideline: str
    quad: int | None = None


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece as its template needs it."""

    text: str
    classes: str
    tokens: str
    anchors: tuple[str, ...]
    opened: str
    closed: bool
    speaks: str
    event: int | None
    begins: bool


@dataclass(frozen=True, slots=True)
class Row:
    """An event as a row of the table."""

    number: int
    type: str
    quad: int | None
    trigger: str
    status: str
    status_slot: int
    roles: Mapping[str, str]
    score: float | None


class Article:
    """The parts of an article's page.

    Args:
        document: with what was found.
        scheme: its order of labels gives the colours; labels beyond it come after.
        prefix: of every id, so that several articles can share a page.
    """

    def __init__(self, document: Document, scheme: Scheme, prefix: str = "") -> None:
        self.document, self.prefix = document, prefix
        events = scheme.events
        types, statuses = (events.types, events.statuses) if events else ({}, {})
        self._quads = {type: quad_number(type, scheme) for type in {event.type for event in document.events}}
        self._statuses = _ordered(statuses, (event.status or "" for event in document.events))
        self.slots = {
            "e": _slots(scheme.entities, [entity.label for entity in document.entities]),
            "q": _slots(_KINDS, [quote.kind(document.text) for quote in document.quotes]),
            "v": _slots(types, [event.type for event in document.events]),
        }
        self.legend = {
            "e": _legend(scheme.entities, [entity.label for entity in document.entities]),
            "q": _legend(_KINDS, [quote.kind(document.text) for quote in document.quotes]),
            "v": _legend(types, [event.type for event in document.events], self._quads),
        }
        self.roles = _ordered(events.roles if events else {}, (role for e in document.events for role in e.arguments))
        self._names = self._first_mentions()

    def html(self) -> str:
        """The article as a piece of HTML, without a page around it."""
        return render("article.html", article=self)

    @property
    def headline(self) -> str:
        """Its first line, or its id."""
        return names.headline(self.document)

    @property
    def statuses(self) -> list[str]:
        """The statuses that its events have, in the scheme's order."""
        found = {event.status for event in self.document.events}
        return [status for status in self._statuses if status in found]

    def status_slot(self, status: str | None) -> int:
        """The number of a status, which gives the kind of line."""
        return self._statuses.index(status or "")

    def paragraphs(self) -> Iterator[tuple[bool, list[Fragment]]]:
        """Yields each paragraph, and whether it is a headline: a short first line that is no sentence."""
        marks = list(marks_of(self.document))
        found = paragraphs(self.document.text, cut(self.document.text, marks))
        for number, pieces in enumerate(found):
            text = self.document.text[pieces[0].span.start : pieces[-1].span.end].strip()
            head = number == 0 and len(found) > 1 and len(text) <= _HEADLINE and not text.endswith((".", "”", '"'))
            yield head, [self._fragment(piece) for piece in pieces]

    def speakers(self) -> dict[str, list[tuple[int, Quote, str]]]:
        """Speaker -> the numbers of their quotes, the quotes, and what was conveyed."""
        found: dict[str, list[tuple[int, Quote, str]]] = {}
        first: dict[str, str] = {}  # "The President" and "the President" are one
        for number, quote in enumerate(self.document.quotes):
            content = " … ".join(names.phrase(self.document, span) for span in quote.content)
            speaker = names.speaker(self.document, quote)
            found.setdefault(first.setdefault(speaker.casefold(), speaker), []).append((number, quote, content))
        return found

    def rows(self) -> Iterator[Row]:
        """Yields the rows of the table of events."""
        for number, event in enumerate(self.document.events):
            yield Row(
                number,
                event.type,
                self._quads[event.type],
                names.phrase(self.document, event.trigger),
                event.status or "",
                self.status_slot(event.status),
                {role: self._listed(event.arguments.get(role, ())) for role in self.roles},
                event.score,
            )

    def mentions(self) -> dict[str, list[tuple[str, int, int]]]:
        """Entity label -> names with the number of their first mention and how many there are."""
        counts = Counter((e.label, names.phrase(self.document, e.span)) for e in self.document.entities)
        found: dict[str, list[tuple[str, int, int]]] = {}
        for (label, name), number in self._names.items():
            found.setdefault(label, []).append((name, number, counts[label, name]))
        return {label.name: found[label.name] for label in self.legend["e"]}

    def _first_mentions(self) -> dict[tuple[str, str], int]:
        first: dict[tuple[str, str], int] = {}
        for number, entity in enumerate(self.document.entities):
            first.setdefault((entity.label, names.phrase(self.document, entity.span)), number)
        return first

    def _listed(self, spans: Sequence[Span]) -> str:
        return ", ".join(names.phrase(self.document, span) for span in spans)

    def _fragment(self, piece: Piece) -> Fragment:
        marks = piece.marks
        opened = [str(m.number + 1) for m in marks if m.kind == "content" and piece.opens(m)]
        speaks = [str(m.number + 1) for m in marks if m.kind == "source" and piece.closes(m)]
        triggers = [mark for mark in marks if mark.kind == "trigger"]
        return Fragment(
            text=self.document.covered(piece.span),
            classes=" ".join(dict.fromkeys(name for mark in marks for name in self._classes(mark))),
            tokens=" ".join(self._token(mark) for mark in marks),
            anchors=tuple(dict.fromkeys(a for mark in marks if piece.opens(mark) for a in self._anchors(mark))),
            opened=",".join(opened),
            closed=any(mark.kind == "content" and piece.closes(mark) for mark in marks),
            speaks=",".join(speaks),
            event=triggers[0].number if triggers else None,
            begins=any(piece.opens(mark) for mark in triggers),
        )

    def _classes(self, mark: Mark) -> Iterator[str]:
        yield _LETTER[mark.kind]
        if mark.kind == "entity":
            yield f"e{self.slots['e'][mark.number] % 14}"
        if mark.kind == "trigger":
            event: Event = self.document.events[mark.number]
            yield f"st{self.status_slot(event.status) % 4}"
            yield "k" if self._quads[event.type] is None else f"k{self._quads[event.type]}"

    def _token(self, mark: Mark) -> str:
        role = f".{self.roles.index(mark.role)}" if mark.role else ""
        return f"{_LETTER[mark.kind]}{mark.number}{role}"

    def _anchors(self, mark: Mark) -> Iterator[str]:
        if mark.kind == "trigger":
            yield f"v{mark.number}"
        if mark.kind == "content" and mark.span == self.document.quotes[mark.number].content[0]:
            yield f"q{mark.number}"
        if mark.kind == "entity":
            entity = self.document.entities[mark.number]
            if self._names[entity.label, names.phrase(self.document, entity.span)] == mark.number:
                yield f"e{mark.number}"


def _ordered(known: Iterable[str], found: Iterable[str]) -> list[str]:
    """What the scheme knows in its order, then what else there is."""
    return list(dict.fromkeys([*known, *found]))


def _slots(known: Guidelines, found: Sequence[str]) -> list[int]:
    order = _ordered(known, found)
    return [order.index(label) for label in found]


def _legend(known: Guidelines, found: Sequence[str], quads: Mapping[str, int | None] | None = None) -> list[Label]:
    counts = Counter(found)
    return [
        Label(label, slot, counts[label], known.get(label, ""), (quads or {}).get(label))
        for slot, label in enumerate(_ordered(known, found))
        if label in counts
    ]
