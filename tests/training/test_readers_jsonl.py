import json
from pathlib import Path

import pytest

from dragoman.documents import Document, Entity, Span
from dragoman.errors import InputError
from dragoman.jsonl import write_documents
from dragoman_training.readers import read_jsonl

GOLD = Document("a", "Orla left Dorvia.", "2031-04-05", entities=(Entity("PERSON", Span(0, 4)),))


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    write_documents([GOLD, Document("b", "Nobody came.")], path)
    reading = read_jsonl(path)
    assert reading.documents == [GOLD, Document("b", "Nobody came.")]
    assert reading.lost == []


@pytest.mark.parametrize(
    "broken",
    [
        "{",
        "[]",
        '{"id": "a"}',
        json.dumps({"text": "Orla", "entities": [{"label": "PERSON", "start": 0, "end": 9}]}),
        json.dumps({"text": "Orla ", "entities": [{"label": "PERSON", "start": 0, "end": 5}]}),
    ],
)
def test_a_broken_line_is_lost_and_the_rest_follows(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"text": "One."}\n' + broken + '\n\n{"text": "Four."}\n', encoding="utf-8")
    reading = read_jsonl(path)
    assert [document.id for document in reading.documents] == ["gold:1", "gold:4"]
    [lost] = reading.lost
    assert lost.document == "gold:2"
    assert lost.reason.startswith("line 2: ")


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.jsonl.*check"):
        read_jsonl(tmp_path / "gone.jsonl")


def test_an_empty_file_is_an_empty_corpus(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_bytes(b"")
    assert read_jsonl(tmp_path / "empty.jsonl").documents == []
