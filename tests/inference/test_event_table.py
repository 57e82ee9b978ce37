import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import SCHEME, documents, spans_of, texts

from dragoman.documents import Document, Event, Span
from dragoman.errors import InputError, SchemeError
from dragoman.event_table import EventTable, columns, rows, table_of
from dragoman.scheme import EventScheme, Scheme, load_scheme
from dragoman.sentences import sentence_of

TEXT = "Talks failed. Gen. A. Boro met the U.N. envoy and Mr. Tal on Tuesday. “He left.” Then rain."


def place(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


MET = Event(
    "CONSULT",
    place("met"),
    "actual",
    {"actor": (place("Gen. A. Boro"), place("Mr. Tal")), "date": (place("Tuesday"),)},
    score=0.5,
)


def test_a_row_holds_what_an_event_holds() -> None:
    [row] = rows(Document("d", TEXT, "2031-04-05", events=(MET,)), load_scheme())
    assert row == {
        "event_id": "d:1",
        "document": "d",
        "date": "2031-04-05",
        "event_type": "CONSULT",
        "quad_class": "verbal co-operation",
        "cameo_root": "04",
        "status": "actual",
        "trigger": "met",
        "actor": "Gen. A. Boro; Mr. Tal",
        "recipient": "",
        "location": "",
        "event_date": "Tuesday",
        "sentence": "Gen. A. Boro met the U.N. envoy and Mr. Tal on Tuesday.",
        "score": 0.5,
        "start": 27,
        "end": 30,
    }
    assert list(row) == columns(load_scheme())


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@given(found=st.lists(documents(), max_size=3))
def test_both_files_hold_the_same_rows(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, found: list[Document]
) -> None:
    path = tmp_path_factory.mktemp("table") / f"events{suffix}"
    with EventTable(path, SCHEME) as table:
        for document in found:
            table.add(document)
    wanted = table_of(found, SCHEME)
    if suffix == ".csv":
        with path.open(newline="", encoding="utf-8") as file:
            assert len(list(csv.DictReader(file))) == len(wanted)
    else:
        import pyarrow.parquet as parquet

        read = parquet.read_table(path).to_pylist()
        assert [row["start"] for row in read] == [row["start"] for row in wanted]
    assert [other.name for other in path.parent.iterdir()] == [path.name]


def test_a_table_that_is_not_finished_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), EventTable(tmp_path / "events.csv", SCHEME):
        _ = 1 / 0
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_a_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.csv or \.parquet"):
        EventTable(tmp_path / "events.xls", SCHEME)
    with pytest.raises(InputError, match="cannot write"):
        EventTable(tmp_path / "none" / "events.csv", SCHEME)
    with pytest.raises(SchemeError, match="no events"):
        columns(Scheme("x", entities={"A": "A."}))
    with pytest.raises(SchemeError, match="'B' that the scheme lacks"):
        EventScheme(types={"A": "A."}, codes={"B": {"x": "y"}})


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("failed", "Talks failed."),
        ("He left", "“He left.”"),
        ("rain", "Then rain."),
        ("left.” Then", "“He left.” Then rain."),
    ],
)
def test_sentences(words: str, sentence: str) -> None:
    found = sentence_of(TEXT, place(words))
    assert TEXT[found.start : found.end] == sentence


@given(texts, st.data())
def test_the_sentence_covers_its_span(text: str, data: st.DataObject) -> None:
    spans = spans_of(text)
    if spans:
        span = data.draw(st.sampled_from(spans))
        found = sentence_of(text, span)
        assert found.start <= span.start
        assert span.end <= found.end
        assert text[found.start : found.end].strip() == text[found.start : found.end]
