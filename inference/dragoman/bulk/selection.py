"""Which records a run takes: those of its shard, each id once."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dragoman.documents import Document
from dragoman.errors import InputError
from dragoman.records.record import Record, failed


@dataclass(frozen=True, slots=True)
class Shard:
    """One of several runs that share the records between them by the hash of the id.

    By id, not by place in the input: a record stays in its shard when others are added before it, and records of one
    id meet in one shard, where they are noticed.

    Attributes:
        number: from 1 to ``count``.
        count: of the shards.
    """

    number: int = 1
    count: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.count:
            raise InputError(f"there is no shard {self.number} of {self.count}; the first is 1/{self.count}")

    def holds(self, id: str) -> bool:
        """Whether the record of this id is in the shard."""
        return self.count == 1 or _hash(id) % self.count == self.number - 1

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"


def parse_shard(text: str) -> Shard:
    """Reads ``2/8``: the second of eight.

    Raises:
        InputError: it is no such thing.
    """
    found = re.fullmatch(r"(\d{1,9})/(\d{1,9})", text)
    if not found:
        raise InputError(f"a shard is written i/n, 2/8 for the second of eight; found {text!r}")
    return Shard(int(found[1]), int(found[2]))


def selected(records: Iterable[Record], shard: Shard) -> Iterator[Record]:
    """The records of a shard. A second document of one id becomes a Failure: in the output an id stands for one text.

    Remembers 8 bytes an id (some 100 bytes in Python). That two ids are taken for one has a chance of 1 in 30 million
    for a million documents; they would be reported, not lost.
    """
    seen: set[int] = set()
    for record in records:
        if not shard.holds(record.id):
            continue
        if isinstance(record.item, Document):
            key = _hash(record.id)
            if key in seen:
                message = f"an earlier record has the id {record.id!r} too; give each record an id of its own"
                record = failed(record.file, record.line, message, record.id)
            seen.add(key)
        yield record


def _hash(id: str) -> int:
    return int.from_bytes(hashlib.blake2b(id.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
