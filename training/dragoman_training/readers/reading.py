"""What a reader gives back, and how it opens files."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from dragoman.documents import Document
from dragoman.errors import InputError


@dataclass(frozen=True, slots=True)
class Lost:
    """A gold span, or a whole record, that is in the corpus but not in the documents.

    Attributes:
        document: id of the document, or what comes closest where the document itself could not be read.
        label: the corpus's label for it; empty for a whole record.
        start: offset into the document's text, None where it has none.
        end: as ``start``.
        text: the words it covers, as far as they are known.
        reason: why it was lost, and on which line of which kind of file where that helps.
    """

    document: str
    label: str
    start: int | None
    end: int | None
    text: str
    reason: str


@dataclass
class Reading:
    """A corpus as read.

    Attributes:
        documents: with the corpus's own labels.
        lost: what could not be read or placed.
        mended: what was changed on the way and why -> how often. Nothing counted here is lost.
    """

    documents: list[Document] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    mended: Counter[str] = field(default_factory=Counter)


def read_text(path: Path) -> str:
    """A UTF-8 file as it stands: line ends and a byte order mark are kept, since offsets count them.

    Raises:
        InputError: it is missing, unreadable or not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 (see byte {error.start}); convert it, with iconv for one") from error
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}; check the corpus's path") from error


def files_in(folder: Path, suffixes: Collection[str]) -> list[Path]:
    """The files of a folder with one of the suffixes, sorted by name.

    Raises:
        InputError: the folder is missing or unreadable, or holds none.
    """
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix in suffixes and path.is_file())
    except OSError as error:
        raise InputError(f"cannot read the folder {folder}: {error.strerror}; check the corpus's path") from error
    if not files:
        raise InputError(f"{folder} holds no {' or '.join(sorted(suffixes))} file; check the corpus's path")
    return files
