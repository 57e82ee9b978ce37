"""Events as a table, one row each, as political scientists keep them.

event_id        the document's id and the number of the event in it, counted from 1
document        the document's id
date            the day it appeared, where that is known
event_type      of the scheme
quad_class, …   what the type is called in other codings, as the scheme says (``[events.codes]``)
status          of the act
trigger         the word that names it
actor, …        a column for each role of the scheme: all its phrases, joined by "; "
sentence        in which the trigger stands
score           probability that trigger and type are right
start, end      of the trigger, in code points of the text
"""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from dragoman.arrow import import_pyarrow
from dragoman.documents import Document, Event
from dragoman.errors import InputError, SchemeError
from dragoman.scheme import EventScheme, Scheme
from dragoman.sentences import sentence_of

_BEFORE = ("event_id", "document", "date", "event_type")
_AFTER = ("sentence", "score", "start", "end")
#: Joins several phrases of one role.
SEPARATOR = "; "
SUFFIXES = (".csv", ".parquet")


def columns(scheme: Scheme) -> list[str]:
    """The names of the columns, in order.

    Raises:
        SchemeError: the scheme has no events.
    """
    events = _events_of(scheme)
    return [*_BEFORE, *events.codings, "status", "trigger", *_role_columns(events), *_AFTER]


def rows(document: Document, scheme: Scheme) -> Iterator[dict[str, Any]]:
    """Yields a row for each event of a document, with a value for each of ``columns(scheme)``.

    Raises:
        SchemeError: the scheme has no events.
    """
    events = _events_of(scheme)
    for number, event in enumerate(document.events, 1):
        codes = events.codes.get(event.type, {})
        yield {
            "event_id": f"{document.id}:{number}",
            "document": document.id,
            "date": document.date,
            "event_type": event.type,
            **{coding: codes.get(coding) for coding in events.codings},
            "status": event.status,
            "trigger": document.covered(event.trigger),
            **{
                column: _phrases(document, event, role)
                for role, column in zip(events.roles, _role_columns(events), strict=True)
            },
            "sentence": document.covered(sentence_of(document.text, event.trigger)),
            "score": event.score,
            "start": event.trigger.start,
            "end": event.trigger.end,
        }


class EventTable:
    """A file of events that is written as documents come; ``.csv`` or ``.parquet``.

    A role named like another column has ``event_`` before it: the role *date* is ``event_date``.

    Args:
        path: of the file; what is there is replaced once the table is complete.
        scheme: of the documents.

    Raises:
        InputError: the file's name ends otherwise, or it cannot be written.
        SchemeError: the scheme has no events.
        MissingExtraError: pyarrow is not installed, for Parquet.
    """

    def __init__(self, path: Path, scheme: Scheme) -> None:
        if path.suffix not in SUFFIXES:
            raise InputError(f"{path}: a table of events is a {' or '.join(SUFFIXES)} file")
        self.path, self.scheme, self.columns = path, scheme, columns(scheme)
        self._part = path.with_name(f".{path.name}.part")
        try:
            self._write, self._close = self._csv() if path.suffix == ".csv" else self._parquet()
        except OSError as error:
            raise InputError(f"cannot write {path}: {error.strerror or error}") from error

    def add(self, document: Document) -> None:
        """Writes the events of a document."""
        self._write(list(rows(document, self.scheme)))

    def __enter__(self) -> "EventTable":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()
        if kind is None:
            self._part.replace(self.path)
        else:
            self._part.unlink(missing_ok=True)

    def _csv(self) -> Any:
        file = self._part.open("w", encoding="utf-8", errors="replace", newline="")
        writer = csv.DictWriter(file, self.columns)
        writer.writeheader()
        return writer.writerows, file.close

    def _parquet(self) -> Any:
        pa = import_pyarrow()
        import pyarrow.parquet as parquet

        kinds = {"score": pa.float64(), "start": pa.int32(), "end": pa.int32()}
        schema = pa.schema([(name, kinds.get(name, pa.string())) for name in self.columns])
        writer = parquet.ParquetWriter(self._part, schema)

        def write(found: list[dict[str, Any]]) -> None:
            if found:
                writer.write_table(pa.Table.from_pylist([_storable(row) for row in found], schema=schema))

        return write, writer.close


def _storable(row: dict[str, Any]) -> dict[str, Any]:
    """Arrow's strings have no lone surrogates."""
    return {
        name: value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
        for name, value in row.items()
    }


def _events_of(scheme: Scheme) -> EventScheme:
    if scheme.events is None:
        raise SchemeError(f"scheme {scheme.name!r} has no events, so there is no table of them")
    return scheme.events


def _role_columns(events: EventScheme) -> list[str]:
    taken = {*_BEFORE, *_AFTER, *events.codings, "status", "trigger"}
    return [f"event_{role}" if role in taken else role for role in events.roles]


def _phrases(document: Document, event: Event, role: str) -> str:
    return SEPARATOR.join(" ".join(document.covered(span).split()) for span in event.arguments.get(role, ()))


def table_of(documents: Iterable[Document], scheme: Scheme) -> list[dict[str, Any]]:
    """All rows of some documents, for pandas: ``pandas.DataFrame(table_of(documents, model.scheme))``.

    Raises:
        SchemeError: the scheme has no events.
    """
    return [row for document in documents for row in rows(document, scheme)]
