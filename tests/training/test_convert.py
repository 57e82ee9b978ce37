import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.documents import Document, Entity, Event, Quote, Span
from dragoman.errors import ConfigError
from dragoman.jsonl import to_json
from dragoman.scheme import load_scheme
from dragoman_training.cli import app
from dragoman_training.convert import convert
from dragoman_training.graph import placed
from dragoman_training.readers import READERS
from dragoman_training.writers import WRITERS

TEXT = "🦜 Ada Byron, envoy of Turin, said “we met on Monday,” and urged Rome to reply.\r\n“Soon,” she added."


def span(words: str, start: int = 0) -> Span:
    begin = TEXT.index(words, start)
    return Span(begin, begin + len(words))


DOCUMENT = Document(
    "a/b 1",
    TEXT,
    None,
    entities=(Entity("PERSON", span("Ada Byron")), Entity("GPE", span("Turin")), Entity("GPE", span("Rome"))),
    quotes=(
        Quote((span("“we met on Monday,”"),), span("said"), (span("Ada Byron, envoy of Turin,"),)),
        Quote((span("to reply"),), span("urged"), (span("Ada Byron, envoy of Turin,"),)),
        Quote((span("“Soon,”"),), None, (span("she"),)),
    ),
    events=(
        Event("CONSULT", span("met"), "actual", {"actor": (span("we"),), "date": (span("Monday"),)}),
        Event("REQUEST", span("urged"), None, {"actor": (span("Ada Byron"),), "recipient": (span("Rome"),)}),
    ),
)


@pytest.mark.parametrize("format", sorted(WRITERS))
def test_what_is_written_is_read_back(format: str, tmp_path: Path) -> None:
    there = tmp_path / "there"
    (tmp_path / "in.jsonl").write_text(to_json(DOCUMENT) + "\n" + to_json(Document("empty", "Nothing here.")) + "\n")
    first = convert(tmp_path / "in.jsonl", there, reader="jsonl", writer=format)
    assert not first.lost
    back = convert(there, tmp_path / "back.jsonl", reader=format, writer="jsonl")
    assert not back.lost
    found = {document.id.replace("%2F", "/"): document for document in back.documents}
    assert replace(found["a/b 1"], id="a/b 1") == DOCUMENT
    assert not any(found["empty"].spans())


def test_every_tool_that_is_written_can_be_read() -> None:
    assert set(WRITERS) <= set(READERS)


def test_an_unknown_format_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="did you mean 'prodigy'"):
        convert(tmp_path, tmp_path, reader="jsonl", writer="prodgy")


def test_the_interface_for_label_studio_names_every_label(tmp_path: Path) -> None:
    WRITERS["label-studio"]([DOCUMENT], tmp_path / "tasks.json", load_scheme())
    interface = (tmp_path / "tasks.xml").read_text()
    assert 'value="FAC"' in interface
    assert 'value="event:COERCE"' in interface
    assert 'value="status:negated"' in interface


@pytest.mark.parametrize(
    ("start", "end", "words"), [(2, 11, "Ada Byron"), (3, 12, "Ada Byron")], ids=["code points", "UTF-16 units"]
)
def test_offsets_of_browsers_are_counted_over(start: int, end: int, words: str) -> None:
    assert placed(TEXT, start, end, words) == (2, 11)


@pytest.mark.parametrize(
    ("format", "record", "reason"),
    [
        ("doccano", {"text": "Ada ran.", "entities": [{"id": 1, "label": "X"}]}, "ill-typed"),
        ("prodigy", {"text": "Ada ran.", "answer": "reject"}, "reject"),
        ("prodigy", {"text": "Ada.", "spans": [{"label": "quote:cue", "start": 0, "end": 3}]}, "points to no content"),
        ("prodigy", {"text": "Ada.", "spans": [{"label": "X", "start": 0, "end": 9}]}, "no text"),
        ("prodigy", {"text": "Ada.", "spans": [{"label": "quote:source", "start": 0, "end": 3}]}, "nothing points"),
    ],
)  # fmt: skip
def test_what_cannot_be_held_is_told(format: str, record: dict[str, object], reason: str, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps(record) + "\n" + json.dumps({"text": "Good."}) + "\n")
    reading = READERS[format](tmp_path / "in.jsonl")
    assert [reason in lost.reason for lost in reading.lost] == [True]
    assert reading.documents[-1].text == "Good."


def test_the_command_says_what_was_lost(tmp_path: Path) -> None:
    tasks = [{"id": 7, "data": {"text": "Ada."}, "annotations": []}]
    (tmp_path / "in.json").write_text(json.dumps(tasks))
    command = ["convert", str(tmp_path / "in.json"), str(tmp_path / "out.jsonl")]
    result = CliRunner().invoke(app, [*command, "--from", "label-studio", "--to", "jsonl"])
    assert result.exit_code == 0
    assert "0 documents written" in result.output
    assert "1 annotations lost" in result.output


def test_a_text_elsewhere_is_joined_by_its_hash(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("URL\nAda ran.")
    sha256 = hashlib.sha256(b"URL\nAda ran.").hexdigest()
    place = {"file": "a.txt", "start": 4, "end": 12, "entities": [{"label": "PERSON", "start": 0, "end": 3}]}
    lines = [{**place, "id": "a", "sha256": sha256}, {**place, "id": "b", "sha256": "0"}, {"id": "c"}]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, lines)))
    reading = READERS["detached"](tmp_path / "in.jsonl", texts=str(tmp_path))
    assert [document.covered(document.entities[0].span) for document in reading.documents] == ["Ada"]
    assert ["not the text" in lost.reason for lost in reading.lost] == [True, False]
