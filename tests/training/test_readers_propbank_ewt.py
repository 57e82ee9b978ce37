import json
from pathlib import Path
from typing import Any

import pytest
from event_views import events_of

from dragoman.errors import InputError
from dragoman_training.readers import read_propbank_ewt
from dragoman_training.readers.phrases import LEFT_OUT

PROPS = [
    {"roleset": "receive.01", "v": 2, "args": [["ARG0", 0, 2], ["ARG1", 3, 5], ["ARGM-TMP", 5, 7]]},
    {"roleset": "be.01", "v": 4, "args": []},
]


def sentence(**changes: Any) -> dict[str, Any]:
    tokens = ["The", "Dorvians", "received", "-LRB-", "envoys", "on", "Monday"]
    record = {"sent_id": "weblog-a-0001", "genre": "weblog", "doc": "a", "tokens": tokens, "props": PROPS}
    return {**record, **changes}


def write(folder: Path, records: Any) -> Path:
    path = folder / "ewt.json"
    path.write_text(json.dumps(records), encoding="utf-8")
    return path


def test_sentences_of_a_document_are_its_lines(tmp_path: Path) -> None:
    reading = read_propbank_ewt(write(tmp_path, [sentence(), sentence(doc="b"), sentence(tokens=["Hm"], props=[])]))
    assert [(document.id, len(document.events)) for document in reading.documents] == [("a", 2), ("b", 2)]
    assert reading.documents[0].text == "The Dorvians received ( envoys on Monday\nHm"
    assert events_of(reading.documents[0])[0] == (
        "receive.01",
        "received",
        {"ARG0": ["The Dorvians"], "ARG1": ["( envoys"], "ARGM-TMP": ["on Monday"]},
    )
    assert reading.lost == []


def test_events_without_a_plain_argument_are_left_out_and_counted(tmp_path: Path) -> None:
    reading = read_propbank_ewt(write(tmp_path, [sentence()]), plain=["ARG0"])
    [(roleset, _, arguments)] = events_of(reading.documents[0])
    assert (roleset, arguments["ARG0"], arguments["ARGM-TMP"]) == ("receive.01", ["Dorvians"], ["on Monday"])
    assert reading.mended[LEFT_OUT] == 1


def test_documents_and_genres_can_be_chosen(tmp_path: Path) -> None:
    path = write(tmp_path, [sentence(), sentence(doc="b.c", genre="email"), sentence(doc="d")])
    listing = tmp_path / "train.txt"
    listing.write_text("weblog/00/a.xml\nemail/01/b.c.xml\n", encoding="utf-8")
    assert [one.id for one in read_propbank_ewt(path, documents=str(listing)).documents] == ["a", "b.c"]
    assert [one.id for one in read_propbank_ewt(path, genres=["weblog"]).documents] == ["a", "d"]
    with pytest.raises(InputError, match="gone"):
        read_propbank_ewt(path, documents=str(tmp_path / "gone.txt"))


@pytest.mark.parametrize(
    "item",
    [
        {"roleset": "go.01", "v": 7, "args": []},
        {"roleset": "go.01", "v": -1, "args": []},
        {"roleset": "go.01", "v": 2, "args": [["ARG0", 0, 8]]},
        {"roleset": "go.01", "v": 2, "args": [["ARG0", 3, 3]]},
        {"roleset": "go.01", "v": 2, "args": [["ARG0", 3]]},
        {"roleset": "go.01", "v": "2", "args": []},
        {"roleset": "go.01", "v": 2},
        "go.01",
    ],
)
def test_a_broken_predicate_is_reported_and_the_rest_stays(tmp_path: Path, item: Any) -> None:
    reading = read_propbank_ewt(write(tmp_path, [sentence(props=[item, *PROPS])]))
    assert len(reading.documents[0].events) == 2
    [lost] = reading.lost
    assert (lost.document, lost.label) == ("a", "go.01" if isinstance(item, dict) else "")
    assert lost.reason.startswith("weblog-a-0001")


@pytest.mark.parametrize(
    "record",
    ["x", {}, sentence(tokens=[]), sentence(tokens=["a", ""]), sentence(tokens=["a\n"]), sentence(doc=3), [1]],
)
def test_a_broken_sentence_is_reported_and_the_rest_stays(tmp_path: Path, record: Any) -> None:
    reading = read_propbank_ewt(write(tmp_path, [record, sentence()]))
    assert [document.id for document in reading.documents] == ["a"]
    [lost] = reading.lost
    assert lost.document == "ewt:1"
    assert lost.reason.startswith("sentence 1: ")


def test_what_cannot_be_read_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.json.*check"):
        read_propbank_ewt(tmp_path / "gone.json")
    with pytest.raises(InputError, match="no JSON list"):
        read_propbank_ewt(write(tmp_path, {}))
    (tmp_path / "ewt.json").write_text("[", encoding="utf-8")
    with pytest.raises(InputError, match="no JSON"):
        read_propbank_ewt(tmp_path / "ewt.json")
    assert read_propbank_ewt(write(tmp_path, [])).documents == []
