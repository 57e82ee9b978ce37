"""Which files are read: those given and those in folders, each with its kind, its compression and its name."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dragoman.errors import InputError
from dragoman.jsonl import Failure

Kind = Literal["text", "jsonl", "csv", "parquet"]

#: Standard input, as one text.
STDIN = Path("-")

_KINDS: dict[str, Kind] = {".txt": "text", ".jsonl": "jsonl", ".csv": "csv", ".parquet": "parquet"}
_SUFFIXES = ".txt, .jsonl, .csv or .parquet"
_COMPRESSIONS = {".gz": "gzip", ".zst": "zstd"}


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read.

    Attributes:
        path: of the file.
        name: what ids are made of where records have none.
        kind: how records stand in it.
        compression: as pyarrow calls it; None where there is none.
        size: in bytes, as stored.
    """

    path: Path
    name: str
    kind: Kind
    compression: str | None
    size: int


def find_sources(paths: Sequence[Path]) -> list[Source | Failure]:
    """The files to read, in the order given; those of a folder in the order of their paths.

    A file's name is its own without suffixes, in a folder its path inside it. Where two would be named alike, all are
    named by their path below the folder that they share; ids made of names are then unique.

    A folder without any file to read comes as a Failure.

    Raises:
        InputError: a path is missing, or is no file that can be read.
    """
    found = [item for path in paths for item in _found_at(path)]
    # A text's id is the bare name, that of a record in another file has its line behind: those never meet.
    names = [(item.name, item.kind == "text") for item in found if isinstance(item, Source)]
    return found if len(set(names)) == len(names) else _named_by_path(found)


def _found_at(path: Path) -> Iterator[Source | Failure]:
    if path == STDIN:
        yield Source(path, "stdin", "text", None, 0)
    elif not path.exists():
        raise InputError(f"{path} does not exist")
    elif path.is_dir():
        yield from _in_folder(path)
    elif (source := _source(path, path.name)) is None:
        raise InputError(f"{path}: give {_SUFFIXES} files (also .gz or .zst), folders of them, or - for standard input")
    else:
        yield source


def _in_folder(folder: Path) -> Iterator[Source | Failure]:
    paths = (_source(path, path.relative_to(folder).as_posix()) for path in sorted(_files(folder)))
    sources = [source for source in paths if source is not None]
    if not sources:
        yield Failure(str(folder), None, f"there is no {_SUFFIXES} file in this folder", id=folder.name)
    yield from sources


def _files(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(root, name) for name in names if not name.startswith("."))


def _source(path: Path, name: str) -> Source | None:
    stem, last = os.path.splitext(name)
    compression = _COMPRESSIONS.get(last.lower())
    if compression:
        stem, last = os.path.splitext(stem)
    kind = _KINDS.get(last.lower())
    if kind is None or (compression and kind == "parquet"):
        return None
    return Source(path, stem, kind, compression, _size(path))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # a link into nowhere; reading it will say so
        return 0


def _named_by_path(found: Iterable[Source | Failure]) -> list[Source | Failure]:
    found = list(found)
    absolute = [item.path.absolute() for item in found if isinstance(item, Source) and item.path != STDIN]
    shared = os.path.commonpath([path.parent for path in absolute])
    return [
        _renamed(item, item.path.absolute().relative_to(shared).as_posix())
        if isinstance(item, Source) and item.path != STDIN
        else item
        for item in found
    ]


def _renamed(source: Source, name: str) -> Source:
    return Source(source.path, name, source.kind, source.compression, source.size)
