import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.documents import Document
from dragoman.errors import InputError
from dragoman_training.readers import read_plover_gsr

TEXT = "Dorvian (DVA) envoys have agreed to hold talks in the Zemblan port today."
MARKUP = (
    "(SRC/TAR: Dorvian) (DVA) envoys have (EVT: agreed) to (EVT: hold talks in )the (LOC:(TAR: Zemblan) port) today."
)


def record(**changes: Any) -> dict[str, Any]:
    return {"id": "OWN-AGREE-0001", "event": "AGREE", "text": TEXT, "textInfo": {"markup": MARKUP}, **changes}


def write(folder: Path, records: Any) -> Path:
    path = folder / "gsr.txt"
    path.write_text(json.dumps(records), encoding="utf-8")
    return path


def events(document: Document) -> list[tuple[str, str]]:
    return [(event.type, document.covered(event.trigger)) for event in document.events]


def test_each_word_of_the_phrase_becomes_an_event(tmp_path: Path) -> None:
    path = write(tmp_path, [{"id": "x", "event": "DOCUMENT"}, record()])
    [document] = read_plover_gsr(path).documents
    assert (document.id, document.text) == ("OWN-AGREE-0001", TEXT)
    assert events(document) == [("AGREE:agreed", "agreed"), ("AGREE:hold", "hold"), ("AGREE:talks", "talks")]
    for event in document.events:
        parts = {role: [document.covered(span) for span in spans] for role, spans in event.arguments.items()}
        assert parts == {"SRC/TAR": ["Dorvian"], "TAR": ["Zemblan"], "LOC": ["Zemblan port"]}


def test_several_of_a_part_and_words_with_marks_inside(tmp_path: Path) -> None:
    text = "Orla and Una Re-opened O'Neill's talks"
    markup = "(SRC: Orla) and (SRC: Una) (EVT: Re-opened O'Neill's talks)"
    [document] = read_plover_gsr(write(tmp_path, [record(text=text, textInfo={"markup": markup})])).documents
    assert [word for word, _ in events(document)] == ["AGREE:re-opened", "AGREE:o'neill's", "AGREE:talks"]
    assert [document.covered(span) for span in document.events[0].arguments["SRC"]] == ["Orla", "Una"]


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("(EVT: agreed) to talk", "does not give back"),
        (MARKUP + ")", "never opened"),
        (MARKUP.replace("Dorvian)", "Dorvian"), "never closed"),
        (None, "ill-typed"),
    ],
)
def test_a_record_whose_markup_fails_is_reported(tmp_path: Path, markup: str | None, reason: str) -> None:
    reading = read_plover_gsr(write(tmp_path, [record(textInfo={"markup": markup}), record()]))
    assert len(reading.documents) == 1
    [lost] = reading.lost
    assert lost.document == "OWN-AGREE-0001"
    assert lost.reason.startswith("record 1: ")
    assert reason in lost.reason


@pytest.mark.parametrize("broken", ["x", {}, record(textInfo=""), record(text=None), {"id": "x", "event": "AGREE"}])
def test_a_broken_record_is_reported(tmp_path: Path, broken: Any) -> None:
    reading = read_plover_gsr(write(tmp_path, [broken, record()]))
    assert [document.id for document in reading.documents] == ["OWN-AGREE-0001"]
    assert len(reading.lost) == 1


def test_what_cannot_be_read_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.txt.*check"):
        read_plover_gsr(tmp_path / "gone.txt")
    with pytest.raises(InputError, match="no JSON list"):
        read_plover_gsr(write(tmp_path, {}))
    (tmp_path / "gsr.txt").write_text("[", encoding="utf-8")
    with pytest.raises(InputError, match="no JSON"):
        read_plover_gsr(tmp_path / "gsr.txt")
    assert read_plover_gsr(write(tmp_path, [])).documents == []
