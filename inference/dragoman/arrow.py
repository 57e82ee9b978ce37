"""Documents as Arrow: one fixed schema for a scheme, the columns and keys of the JSON.

Needs the extra ``arrow``. Arrow's strings are UTF-8, which has no lone surrogates: each is stored as U+FFFD, one code
point for one, so that every offset holds.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dragoman.documents import Document, Quote, Reference
from dragoman.errors import MissingExtraError, SchemeError
from dragoman.jsonl import EVENT_KEYS, from_record, to_record
from dragoman.scheme import Scheme

if TYPE_CHECKING:
    import pyarrow

_SURROGATE = re.compile("[\ud800-\udfff]")


def arrow_schema(scheme: Scheme) -> "pyarrow.Schema":
    """The schema: id, text, date, entities, quotes, events, error. Events have a list of spans for each role.

    Raises:
        MissingExtraError: pyarrow is not installed.
        SchemeError: a role is named like one of an event's own keys.
    """
    pa = import_pyarrow()
    span = [("start", pa.int32()), ("end", pa.int32()), ("text", pa.string())]
    span += [(name, pa.string()) for name in ("entity", "country", "code", "when")]
    spans, score = pa.list_(pa.struct(span)), ("score", pa.float64())
    entity = [("label", pa.string()), *span, score]
    quote = [("kind", pa.string()), ("content", spans), ("cue", pa.struct(span)), ("source", spans)]
    quote += [("speaker", pa.string()), score]
    head = [("type", pa.string()), ("trigger", pa.struct(span)), ("status", pa.string())]
    event = [*head, *((role, spans) for role in _roles(scheme)), score]
    layers = [("entities", entity), ("quotes", quote), ("events", event)]
    strings = [(name, pa.string()) for name in ("id", "text", "date")]
    lists = [(name, pa.list_(pa.struct(fields))) for name, fields in layers]
    return pa.schema([*strings, *lists, ("error", pa.string())])


def to_arrow_record(document: Document, scheme: Scheme, *, error: str | None = None) -> dict[str, Any]:
    """One row of the table.

    Args:
        document: what was read; where that failed, at least its id.
        scheme: of the table.
        error: why it could not be read.

    Raises:
        SchemeError: the document uses a label, type, status or role that the scheme lacks.
    """
    scheme.check(document)
    record = to_record(_storable(document))
    for event in record["events"]:
        event.update({role: event.get(role, []) for role in _roles(scheme)})
    return record | {"error": error and _valid(error)}


def to_table(documents: Iterable[Document], scheme: Scheme) -> "pyarrow.Table":
    """A table of documents, with the schema ``arrow_schema(scheme)``.

    Raises:
        MissingExtraError: pyarrow is not installed.
        SchemeError: a document uses a label, type, status or role that the scheme lacks.
    """
    records = [to_arrow_record(document, scheme) for document in documents]
    return import_pyarrow().Table.from_pylist(records, schema=arrow_schema(scheme))


def from_table(table: "pyarrow.Table") -> list[Document]:
    """One document for each row. A row that holds an error comes back as the little that it knows of its document.

    Raises:
        InputError: a row has no text or contradicts itself.
    """
    return [from_arrow_record(row) for row in table.to_pylist()]


def from_arrow_record(row: dict[str, Any]) -> Document:
    """The document of one row, as ``to_pylist`` gives it.

    Raises:
        InputError: the row has no text or contradicts itself.
    """
    # Arrow gives every column of a struct, JSON only those that hold something.
    layers = {name: [_filled(item) for item in row[name] or []] for name in ("entities", "quotes", "events")}
    return from_record({"id": row["id"], "text": row["text"], "date": row["date"], **layers})


def import_pyarrow() -> Any:
    """pyarrow, which is an extra.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        import pyarrow
    except ImportError as error:
        raise MissingExtraError("pyarrow", "arrow") from error
    return pyarrow


def _roles(scheme: Scheme) -> list[str]:
    roles = list(scheme.events.roles) if scheme.events else []
    if taken := EVENT_KEYS.intersection(roles):
        raise SchemeError(
            f"scheme {scheme.name!r}: a role cannot be named {min(taken)!r}; events have that column already"
        )
    return roles


def _storable(document: Document) -> Document:
    date = None if document.date is None else _valid(document.date)
    quotes = tuple(_storable_quote(quote) for quote in document.quotes)
    references = {
        span: Reference(**{name: _valid(value) for name, value in reference.known().items()})
        for span, reference in document.references.items()
    }
    return replace(
        document,
        id=_valid(document.id),
        text=_valid(document.text),
        date=date,
        quotes=quotes,
        references=references,
    )


def _storable_quote(quote: Quote) -> Quote:
    return quote if quote.speaker is None else replace(quote, speaker=_valid(quote.speaker))


def _valid(text: str) -> str:
    return _SURROGATE.sub("\ufffd", text)


def _filled(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if value is not None and value != []}
