"""Text files: each is one record."""

from collections.abc import Iterator
from typing import BinaryIO

from dragoman.documents import Document
from dragoman.records.record import Fields, Record, failed, too_long
from dragoman.records.sources import Source

_BOM = b"\xef\xbb\xbf"
_PIECE = 1 << 20


def read_text(file: BinaryIO, source: Source, fields: Fields, limit: int) -> Iterator[Record]:
    """Reads a whole file. Line ends stay as they are; a byte order mark is no part of the text."""
    path, data = str(source.path), file.read(limit + 1)
    if len(data) > limit:
        size = len(data) + sum(len(piece) for piece in iter(lambda: file.read(_PIECE), b""))
        yield too_long(path, None, size, limit, source.name)
        return
    content = data.removeprefix(_BOM)
    try:
        yield Record(Document(source.name, content.decode("utf-8")), path, None)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"not UTF-8: byte 0x{content[error.start]:02x} ({error.reason})"
        yield failed(path, line, message, source.name)
