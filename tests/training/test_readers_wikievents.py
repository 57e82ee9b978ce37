import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.documents import Document
from dragoman.errors import InputError
from dragoman_training.readers import read_wikievents


def write(folder: Path, *records: object) -> Path:
    path = folder / "dev.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in records) + "\n", encoding="utf-8")
    return path


def shown(document: Document) -> list[tuple[str, int, str, dict[str, list[str]]]]:
    return [
        (
            event.type,
            event.trigger.start,
            document.covered(event.trigger),
            {role: [document.covered(span) for span in spans] for role, spans in event.arguments.items()},
        )
        for event in document.events
    ]


def published(**changes: Any) -> dict[str, Any]:
    sentences = [["Gunmen", "fled", "."], ["Police", "shot", "one", "."]]
    return {
        "doc_id": "a",
        "sentences": [[[[word, 0, 1] for word in words], " ".join(words)] for words in sentences],
        "entity_mentions": [{"id": "T1", "start": 3, "end": 4}, {"id": "T2", "start": 5, "end": 6}],
        "event_mentions": [
            {
                "event_type": "Conflict.Attack.Unspecified",
                "trigger": {"start": 4, "end": 5, "text": "shot", "sent_idx": 1},
                "arguments": [{"entity_id": "T1", "role": "Attacker"}, {"entity_id": "T2", "role": "Target"}],
            }
        ],
    } | changes


def test_the_published_form(tmp_path: Path) -> None:
    reading = read_wikievents(write(tmp_path, published()))
    [document] = reading.documents
    assert (document.id, document.text) == ("a", "Gunmen fled .\nPolice shot one .")
    arguments = {"Attacker": ["Police"], "Target": ["one"]}
    assert shown(document) == [("Conflict.Attack.Unspecified", 21, "shot", arguments)]
    assert reading.lost == []


TEXT = "Lt . Orla Venn shot a guard . Guards shot back , and a blast followed ; the blast killed Venn . A blast !"


def unplaced(*events: tuple[str, str, dict[str, str]], text: str = TEXT) -> dict[str, Any]:
    return {
        "docid": "b",
        "tokens": text.split(),
        "event_mentions": [
            {
                "event_type": type,
                "trigger": {"text": trigger, "start_idx": 0, "end_idx": 1},
                "arguments": [{"role": role, "text": words} for role, words in arguments.items()],
            }
            for type, trigger, arguments in events
        ],
    }


def test_the_form_without_places_is_laid_out_by_full_stops(tmp_path: Path) -> None:
    [document] = read_wikievents(write(tmp_path, unplaced())).documents
    assert [line.split()[0] for line in document.text.split("\n")] == ["Lt", "Guards", "A"]


def test_a_trigger_whose_words_occur_once_is_placed_with_its_arguments(tmp_path: Path) -> None:
    record = unplaced(("Life.Die", "killed", {"Victim": "Venn", "Killer": "blast", "Place": "Dorvia"}))
    reading = read_wikievents(write(tmp_path, record))
    [document] = reading.documents
    assert [(type, words, arguments) for type, _, words, arguments in shown(document)] == [
        ("Life.Die", "killed", {"Victim": ["Venn"]})
    ]
    assert [(lost.label, lost.text, lost.reason[:24]) for lost in reading.lost] == [
        ("Killer", "blast", "its words occur 2 times "),
        ("Place", "Dorvia", "its words occur 0 times "),
    ]


def test_triggers_as_many_as_occurrences_are_all_placed_without_arguments(tmp_path: Path) -> None:
    twice = [("Conflict.Attack", "shot", {"Target": "guard"}), ("Conflict.Attack", "shot", {})]
    reading = read_wikievents(write(tmp_path, unplaced(*twice)))
    places = [start for _, start, _, arguments in shown(reading.documents[0]) if not arguments]
    assert places == [TEXT.index("shot"), TEXT.rindex("shot")]


@pytest.mark.parametrize(
    "events",
    [
        [("Conflict.Attack", "blast", {})],
        [("Conflict.Attack", "shot", {}), ("Life.Die", "shot", {})],
        [("Conflict.Attack", "went off", {})],
        [("Conflict.Attack", "", {})],
    ],
)
def test_a_trigger_that_may_stand_in_several_places_is_lost(
    tmp_path: Path, events: list[tuple[str, str, dict[str, str]]]
) -> None:
    reading = read_wikievents(write(tmp_path, unplaced(*events)))
    assert shown(reading.documents[0]) == []
    assert [lost.label for lost in reading.lost] == [type for type, _, _ in events]


@pytest.mark.parametrize(
    "broken",
    [[], {}, published(sentences=[1]), published(entity_mentions=[]), {"docid": "b", "tokens": ["a"]}, {"docid": "b"}],
)
def test_what_is_broken_is_lost_and_the_rest_read(tmp_path: Path, broken: object) -> None:
    reading = read_wikievents(write(tmp_path, broken, published()))
    assert len(reading.lost) == 1
    assert len(shown(reading.documents[-1])) == 1


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone.*check"):
        read_wikievents(tmp_path / "gone")
