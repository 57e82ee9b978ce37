import json
from pathlib import Path
from typing import Any

import pytest
from event_views import events_of

from dragoman.errors import InputError
from dragoman_training.readers import read_geneva

TOKENS = ["Dorvia", "urged", "the", "envoy", "of", "Zembla", "to", "leave", "."]


def sentence(*spans: tuple[str, int, int], trigger: tuple[int, int] = (1, 2), **changes: Any) -> dict[str, Any]:
    return {
        "wnd_id": "d1_s1",
        "tokens": TOKENS,
        "entity_mentions": [{"id": role, "start": first, "end": end} for role, first, end in spans],
        "event_mentions": [
            {
                "event_type": "Request",
                "trigger": {"start": trigger[0], "end": trigger[1], "text": "urged"},
                "arguments": [{"entity_id": role, "role": role, "text": "?"} for role, _, _ in spans],
            }
        ],
    } | changes


def write(folder: Path, *records: object) -> Path:
    path = folder / "val.json"
    path.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    return path


def test_a_sentence_becomes_a_document(tmp_path: Path) -> None:
    reading = read_geneva(write(tmp_path, sentence(("Speaker", 0, 1), ("Addressee", 2, 6))))
    [document] = reading.documents
    assert (document.id, document.text) == ("d1_s1", "Dorvia urged the envoy of Zembla to leave .")
    arguments = {"Speaker": ["Dorvia"], "Addressee": ["the envoy of Zembla"]}
    assert events_of(document) == [("Request", "urged", arguments)]
    assert reading.lost == []


def test_an_event_that_stands_twice_is_one(tmp_path: Path) -> None:
    record = sentence()
    record["event_mentions"] *= 2
    assert len(read_geneva(write(tmp_path, record)).documents[0].events) == 1


@pytest.mark.parametrize(
    ("broken", "lost"),
    [
        (sentence(trigger=(8, 12)), "Request"),
        (sentence(("Speaker", 5, 5)), "Speaker"),
        (sentence(("Speaker", 0, 1), entity_mentions=[]), ""),
        (sentence(tokens=[]), "Request"),
        (sentence(tokens=None), ""),
        (sentence(event_mentions=3), ""),
        ({"wnd_id": "x"}, ""),
    ],
)
def test_what_is_broken_is_lost_and_the_rest_read(tmp_path: Path, broken: dict[str, Any], lost: str) -> None:
    reading = read_geneva(write(tmp_path, broken, sentence()))
    assert events_of(reading.documents[-1]) == [("Request", "urged", {})]
    assert [item.label for item in reading.lost] == [lost]


def test_what_cannot_be_read_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone.*check"):
        read_geneva(tmp_path / "gone")
    (tmp_path / "val.json").write_bytes(b"{\xff}\n")
    with pytest.raises(InputError, match="not UTF-8"):
        read_geneva(tmp_path / "val.json")
