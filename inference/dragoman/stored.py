"""Reads back documents that were tagged: JSON lines, Parquet in Dragoman's Arrow schema, a folder of such parts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dragoman.arrow import from_arrow_record, import_pyarrow
from dragoman.bulk.manifest import is_manifest
from dragoman.documents import Document
from dragoman.errors import InputError
from dragoman.jsonl import Failure, iter_documents

_SUFFIXES = (".jsonl", ".parquet")
_ROWS = 256  # read at a time; a row takes some 10 kB


def read_stored(path: Path) -> Iterator[Document | Failure]:
    """Yields documents in the order of the files' names and of their lines; what cannot be read comes as a Failure.

    Raises:
        InputError: there is no such file, or it is of another kind, or the folder holds none.
        MissingExtraError: pyarrow is not installed, for Parquet.
    """
    files = _parts(path)
    if any(file.suffix == ".parquet" for file in files):
        import_pyarrow()
    return (item for file in files for item in _read(file))


def _parts(path: Path) -> list[Path]:
    if not path.exists():
        raise InputError(f"{path} does not exist")
    if path.is_dir():
        names = (file for file in path.rglob("*") if file.is_file() and not file.name.startswith((".", "_")))
        files = sorted(file for file in names if file.suffix in _SUFFIXES and not is_manifest(file))
        if not files:
            raise InputError(f"{path}: there is no .jsonl or .parquet file in this folder; dragoman tag writes them")
        return files
    if path.suffix not in _SUFFIXES:
        raise InputError(f"{path}: give what dragoman tag wrote, .jsonl or .parquet; to tag a text, use dragoman tag")
    return [path]


def _read(file: Path) -> Iterator[Document | Failure]:
    return iter_documents(file) if file.suffix == ".jsonl" else _read_parquet(file)


def _read_parquet(file: Path) -> Iterator[Document | Failure]:
    import pyarrow
    import pyarrow.parquet as parquet

    number = 0
    try:
        with parquet.ParquetFile(file) as table:
            for batch in table.iter_batches(_ROWS):
                for row in batch.to_pylist():
                    number += 1
                    yield _read_row(row, str(file), number)
    except (pyarrow.ArrowException, OSError) as error:
        yield Failure(str(file), None, f"no readable Parquet after row {number}: {error}")


def _read_row(row: dict[str, Any], file: str, number: int) -> Document | Failure:
    if row.get("error"):
        return Failure(file, number, f"was not tagged: {row['error']}")
    try:
        return from_arrow_record(row)
    except InputError as error:
        return Failure(file, number, str(error))
    except KeyError as error:
        return Failure(file, number, f"no column {error}, so this is not Dragoman's schema")
