import re
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import SCHEME, documents

from dragoman.arrow import arrow_schema, from_table, to_arrow_record, to_table
from dragoman.documents import Document, Entity, Event, Reference, Span
from dragoman.errors import MissingExtraError, SchemeError
from dragoman.scheme import EventScheme, Scheme, load_scheme


@given(st.lists(documents(), max_size=3))
def test_every_document_comes_back(written: list[Document]) -> None:
    table = to_table(written, SCHEME)
    assert table.schema == arrow_schema(SCHEME)
    assert from_table(table) == [_storable(document) for document in written]


def _storable(document: Document) -> Document:
    return replace(
        document,
        id=_valid(document.id),
        text=_valid(document.text),
        quotes=tuple(replace(quote, speaker=quote.speaker and _valid(quote.speaker)) for quote in document.quotes),
        references={
            span: Reference(**{name: _valid(value) for name, value in reference.known().items()})
            for span, reference in document.references.items()
        },
    )


def _valid(text: str) -> str:
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def test_the_schema_is_that_of_the_json() -> None:
    schema = arrow_schema(load_scheme())
    assert schema.names == ["id", "text", "date", "entities", "quotes", "events", "error"]
    event = schema.field("events").type.value_type
    assert [field.name for field in event] == [
        "type", "trigger", "status", "actor", "recipient", "location", "date", "score",
    ]  # fmt: skip


def test_tables_of_a_scheme_fit_together_whatever_they_hold() -> None:
    empty = to_table([], SCHEME)
    full = to_table([Document("a", "wren", entities=(Entity("BIRD", Span(0, 4)),))], SCHEME)
    assert empty.schema == full.schema
    assert full.to_pylist()[0]["entities"][0]["text"] == "wren"


def test_a_role_not_found_is_an_empty_list() -> None:
    record = to_arrow_record(Document("a", "wren", events=(Event("FLY", Span(0, 4)),)), SCHEME)
    assert (record["events"][0]["who"], record["error"]) == ([], None)


def test_an_error_is_a_row_too() -> None:
    record = to_arrow_record(Document("a", ""), SCHEME, error="news.jsonl:3: broken \ud800")
    table = to_table([], SCHEME).from_pylist([record], schema=arrow_schema(SCHEME))
    assert table["error"].to_pylist() == ["news.jsonl:3: broken \ufffd"]
    assert from_table(table) == [Document("a", "")]


def test_a_label_that_the_scheme_lacks_is_refused() -> None:
    with pytest.raises(SchemeError, match="TREE"):
        to_table([Document("a", "oak", entities=(Entity("TREE", Span(0, 3)),))], SCHEME)


def test_a_role_named_like_a_column_is_refused() -> None:
    scheme = Scheme(name="odd", events=EventScheme(types={"T": "T."}, roles={"score": "Score."}))
    with pytest.raises(SchemeError, match="'score'"):
        arrow_schema(scheme)


def test_without_pyarrow_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"dragoman\[arrow\]"):
        arrow_schema(SCHEME)
