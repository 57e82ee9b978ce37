import io
import re

import pytest
from rich.console import Console

from dragoman.documents import Document, Entity, Event, Quote, Span
from dragoman.render import looks, summary, visible

TEXT = "Ada [bold]met[/bold] Bo :smile: in Oslo.\r\nBo: “yes”"
DOCUMENT = Document(
    "a/b",
    TEXT,
    "2023-03-21",
    (Entity("PERSON", Span(0, 3), 0.9), Entity("PERSON", Span(21, 23)), Entity("PLACE", Span(35, 39))),
    (Quote((Span(46, 51),), Span(44, 45), (Span(42, 44),), 0.873), Quote((Span(46, 51),))),
    (Event("MEET", Span(10, 13), "done", {"who": (Span(0, 3), Span(21, 23)), "where": ()}, 0.5),),
)


def shown(document: Document, labels: list[str], *, colour: bool = False) -> str:
    out = io.StringIO()
    Console(file=out, width=100, force_terminal=colour, color_system="truecolor" if colour else None).print(
        summary(document, labels)
    )
    return out.getvalue()


def test_entities_carry_their_label_and_markup_stays_literal() -> None:
    assert "Ada·PER [bold]met[/bold] Bo·PER :smile: in Oslo·PLA.\nBo: “yes”\n" in shown(DOCUMENT, ["PERSON", "PLACE"])


def test_title_legend_quotes_and_events() -> None:
    lines = shown(DOCUMENT, ["PERSON", "PLACE", "THING"]).splitlines()
    assert lines[0].startswith("a/b · 2023-03-21 ─")
    assert "PER PERSON   PLA PLACE" in lines
    assert "  1 Bo — : — “yes”  direct  87%" in [line.rstrip() for line in lines]
    assert "  2 no source — no cue — “yes”  direct" in [line.rstrip() for line in lines]
    assert "  1 MEET (done) — met — who: Ada, Bo  50%" in [line.rstrip() for line in lines]


def test_a_document_without_findings_is_its_text() -> None:
    assert shown(Document("a", "Nothing."), ["PERSON"]).splitlines()[1:] == ["Nothing.", ""]


def test_an_empty_text_is_shown_too() -> None:
    assert shown(Document("", ""), [])


def test_colour_follows_the_label_s_place_in_the_scheme() -> None:
    one, other = looks(["A", "B"]), looks(["B", "A"])
    assert one["A"].style == other["B"].style != one["B"].style
    coloured = shown(DOCUMENT, ["PERSON", "PLACE"], colour=True)
    person, again, place = re.findall(r"\x1b\[([\d;]+)m(?:Ada|Bo|Oslo)\x1b", coloured)[:3]
    assert person == again != place


def test_short_forms_are_told_apart() -> None:
    short = {label: look.abbreviation for label, look in looks(["PERSON", "PERIOD", "PER", "PE"]).items()}
    assert short == {"PERSON": "PER", "PERIOD": "PERI", "PER": "PER-2", "PE": "PE"}


def test_more_labels_than_colours_still_work() -> None:
    labels = [f"LABEL{number}" for number in range(50)]
    assert len({look.abbreviation for look in looks(labels).values()}) == len(labels)


def test_labels_beyond_the_scheme_are_shown() -> None:
    assert "Oslo·PLA" in shown(DOCUMENT, [])


def test_of_two_overlapping_entities_one_is_shown() -> None:
    document = Document("a", "New York", entities=(Entity("A", Span(0, 8)), Entity("B", Span(0, 3))))
    assert "New York·A\n" in shown(document, ["A", "B"])


@pytest.mark.parametrize("hostile", ["\x1b[2J", "\x07", "\x9b31m", "\u202e", "\ud800", "\r"])
def test_what_a_terminal_would_obey_is_not_printed(hostile: str) -> None:
    printed = shown(Document(hostile, f"a{hostile}b", entities=(Entity("A", Span(0, 1)),)), ["A"])
    assert hostile not in printed
    assert "\ufffd" in printed


def test_visible_keeps_line_ends_and_tabs() -> None:
    assert visible("a\r\nb\tc") == "a\nb\tc"
