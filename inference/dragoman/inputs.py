"""What the command line reads: text files, JSON lines, CSV, Parquet, folders of them, standard input."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from dragoman.documents import Document
from dragoman.jsonl import Failure
from dragoman.records.reader import Reader, items
from dragoman.records.record import RECORD_LIMIT, Fields
from dragoman.records.sources import STDIN, find_sources

__all__ = ["STDIN", "check_inputs", "read_inputs"]


def check_inputs(paths: Sequence[Path]) -> None:
    """Looks whether all inputs can be read at all, before a long run begins.

    Raises:
        InputError: one is missing or is no file that can be read (see ``find_sources``).
    """
    find_sources(paths)


def read_inputs(
    paths: Sequence[Path],
    stdin: Iterable[bytes] = (),
    fields: Fields | None = None,
    limit: int = RECORD_LIMIT,
) -> Iterator[Document | Failure]:
    """Reads inputs one after the other. What cannot be read comes as a Failure, and the rest follows.

    A text's id is its file name without the suffix, in a folder its path inside that folder; standard input is
    ``stdin``. Records without an id get ``NAME:LINE``.

    Raises:
        InputError: as ``check_inputs`` does.
        MissingExtraError: a file needs pyarrow, which is not installed.
    """
    return items(Reader(find_sources(paths), fields, limit=limit, stdin=stdin))
