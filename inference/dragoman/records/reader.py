"""Reads sources one after the other, and knows how far it is."""

import contextlib
import io
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, cast

from dragoman.arrow import import_pyarrow
from dragoman.documents import Document
from dragoman.errors import InputError
from dragoman.jsonl import Failure
from dragoman.records.lines import read_csv, read_jsonl
from dragoman.records.record import RECORD_LIMIT, Fields, Record, failed
from dragoman.records.sources import STDIN, Kind, Source
from dragoman.records.tables import read_parquet
from dragoman.records.texts import read_text

_READERS: dict[Kind, Callable[[BinaryIO, Source, Fields, int], Iterator[Record]]] = {
    "text": read_text,
    "jsonl": read_jsonl,
    "csv": read_csv,
    "parquet": read_parquet,
}


class Reader:
    """The records of some sources. What cannot be read comes as a record with a Failure, and the rest follows.

    Args:
        sources: see ``find_sources``.
        fields: which fields of a record hold what.
        limit: a record of more bytes is refused, without being held.
        stdin: the lines of standard input.

    Attributes:
        total: bytes to read, as stored.
        position: bytes read so far.

    Raises:
        MissingExtraError: a file needs pyarrow, which is not installed.
    """

    def __init__(
        self,
        sources: Iterable[Source | Failure],
        fields: Fields | None = None,
        *,
        limit: int = RECORD_LIMIT,
        stdin: Iterable[bytes] = (),
    ) -> None:
        self._sources = list(sources)
        self._fields = fields or Fields()
        self._limit = limit
        self._stdin = stdin
        found = [source for source in self._sources if isinstance(source, Source)]
        if any(source.compression or source.kind == "parquet" for source in found):
            import_pyarrow()  # now, not after hours
        self.total = sum(source.size for source in found)
        self.position = 0

    def __iter__(self) -> Iterator[Record]:
        before = 0
        for source in self._sources:
            if isinstance(source, Failure):
                yield Record(source, source.file, source.line)
                continue
            yield from self._read(source, before)
            before += source.size
            self.position = before

    def _read(self, source: Source, before: int) -> Iterator[Record]:
        count = 0
        try:
            with self._opened(source) as (stored, file):
                for record in _READERS[source.kind](file, source, self._fields, self._limit):
                    count += 1
                    self.position = max(self.position, before + stored.tell())
                    yield record
        except _damages(source) as error:
            message = getattr(error, "strerror", None) or str(error)
            beyond = f"cannot be read beyond record {count:,}: " if count else ""
            yield failed(str(source.path), None, beyond + message, source.name)

    @contextlib.contextmanager
    def _opened(self, source: Source) -> Iterator[tuple[BinaryIO, BinaryIO]]:
        """The file as it is stored, and the one to read."""
        if source.path == STDIN:
            with io.BytesIO(b"".join(self._stdin)) as file:
                yield file, file
            return
        with source.path.open("rb") as stored:
            if source.compression is None:
                yield stored, stored
                return
            # Both compressions by one library, which raises OSError for a damaged or truncated file.
            stream = import_pyarrow().CompressedInputStream(stored, source.compression)
            with io.BufferedReader(cast(io.RawIOBase, stream)) as file:
                yield stored, cast(BinaryIO, file)


def items(reader: Iterable[Record]) -> Iterator[Document | Failure]:
    """What the records hold, without where they stand."""
    return (record.item for record in reader)


def _damages(source: Source) -> tuple[type[Exception], ...]:
    """What is raised for a file that cannot be read on; pyarrow's own where it is needed, since it may be missing."""
    plain = (OSError, InputError)
    return (*plain, import_pyarrow().ArrowException) if source.kind == "parquet" else plain
