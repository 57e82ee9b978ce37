import csv
from pathlib import Path

import pytest
from event_views import events_of

from dragoman.errors import InputError
from dragoman_training.readers import read_qanom

SLOTS = ["wh", "aux", "subj", "obj", "prep", "obj2", "is_passive", "is_negated"]
COLUMNS = ["qasrl_id", "sentence", "target_idx", "noun", "is_verbal", "verb_form", "answer_range", "answer", *SLOTS]
SENTENCE = "On Monday the Dorvian envoys and Orla ended a Visit to the port ."


def row(**changes: str) -> dict[str, str]:
    values = dict.fromkeys(COLUMNS, "") | {
        "qasrl_id": "Own:news:1",
        "sentence": SENTENCE,
        "target_idx": "9",
        "noun": "visit",
        "verb_form": "visit",
        "is_verbal": "True",
        "is_passive": "False",
        "is_negated": "False",
    }
    return values | changes


WHO = row(wh="who", obj="somewhere", answer_range="2:5~!~6:7", answer="the Dorvian envoys~!~Orla")
WHEN = row(wh="when", subj="someone", answer_range="0:2", answer="On Monday")
PORT = row(target_idx="12", noun="port", verb_form="port", is_verbal="False")


def write(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "annot.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_the_rows_of_a_sentence_become_a_document(tmp_path: Path) -> None:
    reading = read_qanom(write(tmp_path, PORT, WHO, row(qasrl_id="Own:2"), WHEN, WHO))
    assert [document.id for document in reading.documents] == ["Own:news:1", "Own:2"]
    assert reading.documents[0].text == SENTENCE
    assert events_of(reading.documents[0]) == [
        (
            "visit/visit",
            "Visit",
            {"who V somewhere": ["the Dorvian envoys", "Orla"], "when someone V": ["On Monday"]},
        ),
        ("not port/port", "port", {}),
    ]
    assert reading.lost == []


@pytest.mark.parametrize(
    ("slots", "role"),
    [
        ({"wh": "who", "is_passive": "True", "prep": "by"}, "who be V by"),
        ({"wh": "where", "subj": "someone", "obj": "something"}, "where someone V something"),
        (
            {"wh": "how long", "obj": "someone", "prep": "with", "obj2": "something"},
            "how long V someone with something",
        ),
        ({"wh": "what", "is_negated": "True"}, "what not V"),
    ],
)
def test_a_question_names_its_role(tmp_path: Path, slots: dict[str, str], role: str) -> None:
    [document] = read_qanom(write(tmp_path, row(answer_range="6:7", **slots))).documents
    assert list(document.events[0].arguments) == [role]


def test_a_source_can_be_chosen(tmp_path: Path) -> None:
    path = write(tmp_path, WHO, row(qasrl_id="Own:lexicon:7"))
    assert [document.id for document in read_qanom(path, source="news").documents] == ["Own:news:1"]


@pytest.mark.parametrize(
    "changes",
    [
        {"target_idx": "99"},
        {"target_idx": "-1"},
        {"target_idx": "nine"},
        {"answer_range": "0:99"},
        {"answer_range": "3:3"},
        {"answer_range": "1"},
        {"sentence": "Orla left ."},
    ],
)
def test_a_broken_row_is_reported_and_the_rest_stays(tmp_path: Path, changes: dict[str, str]) -> None:
    reading = read_qanom(write(tmp_path, WHO, row(target_idx="4", noun="envoys", answer="x") | changes, PORT))
    assert [event.type for event in reading.documents[0].events] == ["visit/visit", "not port/port"]
    [lost] = reading.lost
    assert (lost.document, lost.label, lost.text) == ("Own:news:1", "visit", "x")
    assert lost.reason.startswith("line 3: ")


@pytest.mark.parametrize("sentence", ["", "Orla  left", "Orla\u00a0 left"])
def test_a_sentence_without_proper_tokens_is_reported(tmp_path: Path, sentence: str) -> None:
    reading = read_qanom(write(tmp_path, row(sentence=sentence)))
    assert reading.documents == []
    assert "token" in reading.lost[0].reason


def test_a_row_that_is_too_short_is_reported(tmp_path: Path) -> None:
    path = write(tmp_path, WHO)
    path.write_text(path.read_text(encoding="utf-8") + "Own:news:2,Orla left .,1\n", encoding="utf-8")
    reading = read_qanom(path)
    assert [document.id for document in reading.documents] == ["Own:news:1"]
    assert [lost.reason for lost in reading.lost] == ["line 3: the row is too short"]


def test_what_cannot_be_read_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.csv.*check"):
        read_qanom(tmp_path / "gone.csv")
    (tmp_path / "a.csv").write_text("qasrl_id,sentence\n", encoding="utf-8")
    with pytest.raises(InputError, match="lacks the columns"):
        read_qanom(tmp_path / "a.csv")
    assert read_qanom(write(tmp_path)).documents == []
