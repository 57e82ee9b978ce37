from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.documents import Document, Entity, Event, Quote, Span
from dragoman.errors import InputError
from dragoman.jsonl import to_json
from dragoman_training.cli import app
from dragoman_training.compare import compare
from dragoman_training.describe import REPEATED_IN, describe

TEXT = "Ada visits Rome. Ada visited Rome to attack nobody."
DOCUMENT = Document(
    "a",
    TEXT,
    entities=(Entity("PERSON", Span(0, 3)), Entity("ORG", Span(17, 20)), Entity("GPE", Span(11, 15))),
    quotes=(Quote((Span(29, 33), Span(37, 43))),),
    events=(
        Event("CONSULT", Span(4, 10), "actual", {"actor": (Span(0, 3),), "location": (Span(11, 15),)}),
        Event("COERCE", Span(21, 28), None, {"actor": (Span(17, 20),)}),
    ),
)


def test_counts() -> None:
    found = describe([DOCUMENT])
    assert (found.documents, found.words) == (1, 9)
    assert found.entities == {"PERSON": 1, "ORG": 1, "GPE": 1}
    assert found.quotes == {"indirect": 1, "no source": 1, "several fragments": 1}
    assert found.statuses == {"actual": 1, "none": 1}
    assert found.arguments == {"actor": 2, "location": 1}


def test_inconsistencies_are_listed() -> None:
    found = describe([DOCUMENT])
    assert found.labelled_twice == {"Ada": {"PERSON": 1, "ORG": 1}}
    assert found.triggers_of_several_types == {"visit": {"CONSULT": 1, "COERCE": 1}}


def test_bare_triggers_are_those_more_often_without_an_event() -> None:
    text = "talks talks talks talks"
    events = tuple(Event("CONSULT", Span(start, start + 5)) for start in (0, 6))
    assert describe([Document("a", text, events=events)]).bare_triggers == {"talks": (2, 2)}
    assert not describe([Document("a", text + " more", events=(*events, Event("CONSULT", Span(12, 17))))]).bare_triggers


def test_runs_count_once_a_document() -> None:
    documents = [Document(str(n), "one two three four five six") for n in range(REPEATED_IN)]
    assert describe(documents).repeated_share == 100.0
    assert not describe(documents[1:]).repeated_runs


def test_agreement_compares_what_both_hold() -> None:
    other = Document("a", TEXT, entities=DOCUMENT.entities[:2])
    report = compare([DOCUMENT, Document("b", "Not compared.")], [other])
    assert report.documents == 1
    assert report.entities is not None
    assert (report.entities.micro.gold, report.entities.micro.correct) == (3, 2)
    with pytest.raises(InputError, match="no document in common"):
        compare([DOCUMENT], [Document("b", TEXT)])


def test_commands(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(to_json(DOCUMENT) + "\n")
    described = CliRunner().invoke(app, ["describe", str(file)])
    assert "visit: CONSULT 1, COERCE 1" in described.output
    compared = CliRunner().invoke(app, ["compare", "--first", str(file), "--second", str(file)])
    assert "COERCE" in compared.output
    broken = CliRunner().invoke(app, ["describe", str(tmp_path / "none.jsonl")])
    assert broken.exit_code == 2
