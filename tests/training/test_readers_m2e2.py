import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import InputError
from dragoman_training.readers import read_m2e2


def sentence(number: int, *events: dict[str, Any], **changes: Any) -> dict[str, Any]:
    words = ["Zemblan", "troops", "shelled", "the", "port", "."]
    return {"sentence_id": f"A_{number}", "words": words, "golden-event-mentions": list(events)} | changes


SHELLED = {
    "event_type": "Conflict:Attack",
    "trigger": {"start": 2, "end": 3, "text": "shelled"},
    "arguments": [{"role": "Attacker", "start": 1, "end": 2, "text": "troops"}],
}


def write(folder: Path, content: object, name: str = "text_only_event.json") -> Path:
    (folder / name).write_text(json.dumps(content), encoding="utf-8")
    return folder / name


def test_a_sentence_becomes_a_document(tmp_path: Path) -> None:
    reading = read_m2e2(write(tmp_path, [sentence(1, SHELLED), sentence(2)]))
    first, second = reading.documents
    assert (first.id, first.text) == ("text_only_event:A_1", "Zemblan troops shelled the port .")
    [event] = first.events
    assert (event.type, first.covered(event.trigger)) == ("Conflict:Attack", "shelled")
    assert {role: [first.covered(span) for span in spans] for role, spans in event.arguments.items()} == {
        "Attacker": ["troops"]
    }
    assert (second.events, reading.lost) == ((), [])


def test_sentences_without_events_can_be_left_out_and_a_folder_be_read(tmp_path: Path) -> None:
    write(tmp_path, [sentence(1, SHELLED), sentence(2)], "b.json")
    write(tmp_path, [sentence(1, SHELLED)], "a.json")
    assert [document.id for document in read_m2e2(tmp_path, empty=False).documents] == ["a:A_1", "b:A_1"]


@pytest.mark.parametrize(
    "broken",
    [
        7,
        {},
        sentence(1, words=["a", " "]),
        sentence(1, {"event_type": "X"}),
        sentence(1, SHELLED | {"trigger": {"start": 2, "end": 9}}),
        sentence(1, SHELLED | {"trigger": {"start": "2", "end": 3}}),
    ],
)
def test_what_is_broken_is_lost_and_the_rest_read(tmp_path: Path, broken: object) -> None:
    reading = read_m2e2(write(tmp_path, [broken, sentence(2, SHELLED)]))
    assert len(reading.lost) == 1
    assert len(reading.documents[-1].events) == 1


@pytest.mark.parametrize("content", ["{", '{"a": 1}'])
def test_a_file_that_is_no_list_is_an_input_error(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="no JSON"):
        read_m2e2(tmp_path)


def test_a_missing_file_is_an_input_error_and_an_empty_list_is_not(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone.*check"):
        read_m2e2(tmp_path / "gone")
    with pytest.raises(InputError, match="holds no"):
        read_m2e2(tmp_path)
    assert read_m2e2(write(tmp_path, [])).documents == []
