"""Cuts a stream of records into parts, always the same for the same records."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dragoman.documents import Document
from dragoman.jsonl import Failure
from dragoman.records.reader import Reader

Item = Document | Failure

# In code points. Bounds the memory of a part of long texts.
_PART_CHARACTERS = 32_000_000
# What a worker gets at once: seconds of work, so that workers finish together and progress is seen.
_CHUNK_ITEMS, _CHUNK_CHARACTERS = 32, 200_000


@dataclass(frozen=True, slots=True)
class Part:
    """Records that are written into one file.

    Attributes:
        number: counted from 1.
        items: what was read, in order.
        begin, end: the share of the input, in [0, 1], that was read before and with it.
    """

    number: int
    items: list[Item]
    begin: float
    end: float

    @property
    def ids(self) -> list[str]:
        """Of its records, in order."""
        return [item.id or "" for item in self.items]

    def digest(self) -> str:
        """SHA-256 of what was read: equal for equal records in equal order."""
        digest = hashlib.sha256()
        for item in self.items:
            for value in _values(item):
                data = value.encode("utf-8", "surrogatepass")
                digest.update(b"%d:" % len(data))
                digest.update(data)
        return digest.hexdigest()

    def chunks(self) -> Iterator[list[Item]]:
        """Its items, some at a time."""
        return grouped(self.items, _CHUNK_ITEMS, _CHUNK_CHARACTERS)


def cut(items: Iterable[Item], size: int, reader: Reader) -> Iterator[Part]:
    """Cuts records into parts.

    Args:
        items: the records of a shard.
        size: records a part, at most; fewer where texts are very long.
        reader: where the records come from.
    """
    begin = 0.0
    for number, group in enumerate(grouped(items, size, _PART_CHARACTERS), 1):
        end = reader.position / reader.total if reader.total else 1.0
        yield Part(number, group, begin, end)
        begin = end


def grouped(items: Iterable[Item], size: int, characters: int) -> Iterator[list[Item]]:
    """Yields at most ``size`` items at a time; several together have at most so many characters."""
    group: list[Item] = []
    length = 0
    for item in items:
        more = len(item.text) if isinstance(item, Document) else 0
        if group and (len(group) == size or length + more > characters):
            yield group
            group, length = [], 0
        group.append(item)
        length += more
    if group:
        yield group


def _values(item: Item) -> tuple[str, ...]:
    if isinstance(item, Document):
        return "document", item.id, item.date or "", item.text
    return "failure", item.id or "", str(item)
