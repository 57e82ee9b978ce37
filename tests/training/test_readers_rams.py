import json
from pathlib import Path
from typing import Any

import pytest
from event_views import events_of

from dragoman.errors import InputError
from dragoman_training.readers import read_rams

SENTENCES = [["In", "Dorvia", ",", "it", "rained", "."], ["The", "Zemblan", "navy", "shelled", "two", "ships", "."]]
ATTACKER, TARGET, PLACE = "evt037arg01attacker", "evt037arg02target", "evt037arg04place"


def window(links: list[tuple[int, int, str]], **changes: Any) -> dict[str, Any]:
    return {
        "doc_key": "w1",
        "sentences": SENTENCES,
        "evt_triggers": [[9, 9, [["conflict.attack.n/a", 1.0]]]],
        "gold_evt_links": [[[9, 9], [first, last], role] for first, last, role in links],
    } | changes


def write(folder: Path, *records: object) -> Path:
    path = folder / "dev.jsonlines"
    path.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    return path


def test_a_window_becomes_a_document(tmp_path: Path) -> None:
    reading = read_rams(write(tmp_path, window([(6, 8, ATTACKER), (10, 11, TARGET), (1, 1, PLACE)])))
    [document] = reading.documents
    assert (document.id, document.text) == ("w1", "In Dorvia , it rained .\nThe Zemblan navy shelled two ships .")
    arguments = {ATTACKER: ["The Zemblan navy"], TARGET: ["two ships"], PLACE: ["Dorvia"]}
    assert events_of(document) == [("conflict.attack.n/a", "shelled", arguments)]
    assert (reading.lost, dict(reading.mended)) == ([], {})


@pytest.mark.parametrize(
    "changes",
    [
        {"sentences": [["a", ""]]},
        {"sentences": [["a\nb"]]},
        {"sentences": 3},
        {"evt_triggers": None},
        {"gold_evt_links": [1]},
    ],
)
def test_a_broken_window_or_event_is_lost_and_the_rest_read(tmp_path: Path, changes: dict[str, Any]) -> None:
    reading = read_rams(write(tmp_path, window([], **changes), window([], doc_key="w2")))
    assert [events_of(document) for document in reading.documents][-1] == [("conflict.attack.n/a", "shelled", {})]
    assert len(reading.lost) == 1


def test_places_outside_the_text_are_lost(tmp_path: Path) -> None:
    links = [(10, 40, TARGET), (8, 7, ATTACKER), (6, 7, ATTACKER)]
    reading = read_rams(
        write(tmp_path, window(links), window([], evt_triggers=[["9", 9, [["x", 1]]], [99, 99, [["y"]]]]))
    )
    assert events_of(reading.documents[0]) == [("conflict.attack.n/a", "shelled", {ATTACKER: ["The Zemblan"]})]
    assert events_of(reading.documents[1]) == []
    assert [lost.label for lost in reading.lost] == [TARGET, ATTACKER, "", "y"]


def test_lines_that_are_no_json_are_lost(tmp_path: Path) -> None:
    path = tmp_path / "dev.jsonlines"
    path.write_text("{\r\n\n[]\n" + json.dumps(window([])) + "\r\n", encoding="utf-8")
    reading = read_rams(path)
    assert [lost.document for lost in reading.lost] == ["dev:1", "dev:3"]
    assert len(reading.documents) == 1


def test_what_cannot_be_read_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone.*check"):
        read_rams(tmp_path / "gone")
    (tmp_path / "empty").write_text("", encoding="utf-8")
    assert read_rams(tmp_path / "empty").documents == []
