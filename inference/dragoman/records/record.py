"""A record as it was found: the document it holds or why it holds none, and where it stands."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dragoman.documents import Document
from dragoman.errors import InputError
from dragoman.jsonl import Failure

#: In bytes. No article is as long; what is longer is a file put together wrongly.
RECORD_LIMIT = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Record:
    """What was found at one place of the input.

    Attributes:
        item: the document, or what is wrong.
        file: its name as it was given.
        line: line or row, counted from 1; None where the whole file is meant.
    """

    item: Document | Failure
    file: str
    line: int | None

    @property
    def id(self) -> str:
        """The document's id; of what could not be read, the id that it would have had."""
        return self.item.id or ""


@dataclass(frozen=True, slots=True)
class Fields:
    """Which fields (columns, keys) hold what.

    Attributes:
        text: must be there.
        id: where None, ``id`` if it is there.
        date: where None, ``date`` if it is there.
    """

    text: str = "text"
    id: str | None = None
    date: str | None = None

    @property
    def names(self) -> tuple[str, str, str]:
        """The names of id, text and date."""
        return self.id or "id", self.text, self.date or "date"

    def check_columns(self, names: Iterable[str]) -> None:
        """Looks whether a table has the columns that must be there: the text, and what was asked for by name.

        Raises:
            InputError: it has not.
        """
        names = list(names)
        for option, name in (("text", self.text), ("id", self.id), ("date", self.date)):
            _check(name, option, names)

    def document(self, row: Mapping[str, Any], file: str, line: int, name: str) -> Record:
        """The record that a row of fields is. Its id is ``NAME:LINE`` where the row has none."""
        id_name, text_name, date_name = self.names
        id = f"{name}:{line}"
        try:
            id = _id(row.get(id_name), id_name) or id
            _check(self.text, "text", row)
            _check(self.id, "id", row)  # but not the date: JSON leaves out what it does not know
            document = Document(id, _text(row[text_name], text_name), _date(row.get(date_name), date_name))
        except InputError as error:
            return failed(file, line, str(error), id)
        return Record(document, file, line)


def failed(file: str, line: int | None, message: str, id: str) -> Record:
    """A record that could not be read."""
    return Record(Failure(file, line, message, id=id), file, line)


def too_long(file: str, line: int | None, size: int, limit: int, id: str) -> Record:
    """A record that is refused for its length."""
    message = (
        f"this record has {size:,} bytes, more than the {limit:,} that are read as one; "
        "cut it into articles, or raise the limit with --record-limit"
    )
    return failed(file, line, message, id)


def _check(name: str | None, option: str, names: Iterable[str]) -> None:
    names = list(names)
    if name is not None and name not in names:
        shown = ", ".join(map(repr, names[:20])) or "none"
        raise InputError(f"there is no field {name!r}; found {shown}. Name the right one with --{option}-field")


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise InputError(f"Expected `str`, got `{_kind(value)}` - at `$.{name}`")
    return value


def _id(value: Any, name: str) -> str:
    if value is not None and (isinstance(value, bool) or not isinstance(value, str | int)):
        raise InputError(f"Expected `str | int | null`, got `{_kind(value)}` - at `$.{name}`")
    return "" if value is None else str(value)


def _date(value: Any, name: str) -> str | None:
    if isinstance(value, datetime.date):  # datetimes are dates too
        return value.isoformat()
    if value is not None and not isinstance(value, str):
        raise InputError(f"Expected `str | null`, got `{_kind(value)}` - at `$.{name}`")
    return value or None


def _kind(value: object) -> str:
    return "null" if value is None else type(value).__name__
