"""What the command line reads: text files, JSON lines, folders of text files, standard input."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from dragoman.documents import Document
from dragoman.errors import InputError
from dragoman.jsonl import Failure, iter_documents

#: Standard input, as one text.
STDIN = Path("-")

_BOM = b"\xef\xbb\xbf"


def check_inputs(paths: Iterable[Path]) -> None:
    """Looks whether all inputs can be read at all, before a long run begins.

    Raises:
        InputError: one is missing or is neither a ``.txt``, a ``.jsonl``, a folder nor ``-``.
    """
    for path in paths:
        if path != STDIN and not path.exists():
            raise InputError(f"{path} does not exist")
        if path != STDIN and not path.is_dir() and path.suffix.lower() not in (".txt", ".jsonl"):
            raise InputError(f"{path}: give .txt or .jsonl files, a folder of .txt files, or - for standard input")


def read_inputs(paths: Iterable[Path], stdin: Iterable[bytes] = ()) -> Iterator[Document | Failure]:
    """Reads inputs one after the other. Raises nothing: what cannot be read comes as a Failure, and the rest follows.

    A text's id is its file name without the suffix, in a folder its path inside that folder; standard input is
    ``stdin``.
    """
    for path in paths:
        if path == STDIN:
            yield text_document(b"".join(stdin), "standard input", "stdin")
        elif path.is_dir():
            yield from _read_folder(path)
        elif path.suffix.lower() == ".jsonl":
            yield from iter_documents(path)
        else:
            yield _read_text(path, path.stem)


def text_document(data: bytes, file: str, id: str) -> Document | Failure:
    """The document that a text file holds. Line ends stay as they are; a byte order mark is no part of the text."""
    content = data.removeprefix(_BOM)
    try:
        return Document(id, content.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Failure(file, line, f"not UTF-8: byte 0x{content[error.start]:02x} ({error.reason})")


def _read_folder(folder: Path) -> Iterator[Document | Failure]:
    paths = sorted(_text_files(folder))
    if not paths:
        yield Failure(str(folder), None, "there is no .txt file in this folder")
    for path in paths:
        yield _read_text(path, path.relative_to(folder).with_suffix("").as_posix())


def _text_files(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(root, name) for name in names if name.lower().endswith(".txt") and not name.startswith("."))


def _read_text(path: Path, id: str) -> Document | Failure:
    try:
        return text_document(path.read_bytes(), str(path), id)
    except OSError as error:
        return Failure(str(path), None, error.strerror or str(error))
