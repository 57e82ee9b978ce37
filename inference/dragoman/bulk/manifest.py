"""The record of what a run has written, so that a killed one goes on with nothing lost or doubled.

    manifest-0001.jsonl     of shard 1: what was asked for, then a line for each part

A part counts as done when its line stands here and its file holds what the line says. The line is added after the file
stands; a kill between the two costs the part, which is then written again, with the same bytes.
"""

import contextlib
import hashlib
import logging
import os
import re
from collections.abc import Iterator
from io import FileIO
from pathlib import Path

import msgspec

from dragoman.bulk.parts import Part
from dragoman.errors import InputError

FORMAT = 1
_PART = re.compile(r"part-(\d{4,})-(\d{5,})\.(?:jsonl|parquet)")
_MANIFEST = "manifest-"
_LOG = logging.getLogger(__name__)


def is_manifest(path: Path) -> bool:
    """Whether a file beside the parts is the record of a run, and no part."""
    return path.name.startswith(_MANIFEST) and path.suffix == ".jsonl"


class Header(msgspec.Struct, frozen=True):
    """What a run was asked for. What went on under another header would mix two kinds of output.

    Attributes:
        format: version of this layout.
        dragoman: version of the program.
        model: hash of the checkpoint.
        shard, shards: which shard of how many.
        part_size: records a part.
        output: ``jsonl`` or ``parquet``.
        fields: names of id, text and date; null for a default.
        record_limit: in bytes.
        resolve: whether the model resolves too.
    """

    format: int
    dragoman: str
    model: str
    shard: int
    shards: int
    part_size: int
    output: str
    fields: list[str | None]
    record_limit: int
    resolve: bool


class Entry(msgspec.Struct, frozen=True):
    """A part that was written.

    Attributes:
        part: its number.
        file: its name in the folder.
        documents: tagged.
        failed: records that were not.
        input: SHA-256 of ids, dates and texts read; see ``Part.digest``.
        output: SHA-256 of the file.
        ids: of all its records, in order.
    """

    part: int
    file: str
    documents: int
    failed: int
    input: str
    output: str
    ids: list[str] = []


class Manifest:
    """The manifest of a run that is at work. Make one with ``open_manifest``."""

    def __init__(self, folder: Path, file: FileIO, header: Header, entries: dict[int, Entry]) -> None:
        self._folder, self._file, self._header, self._entries = folder, file, header, entries

    def file_of(self, number: int) -> Path:
        """Where a part is to stand."""
        return self._folder / f"part-{self._header.shard:04d}-{number:05d}.{self._header.output}"

    def done(self, part: Part) -> Entry | None:
        """The entry of a part that need not be tagged again."""
        entry = self._entries.get(part.number)
        if entry is None:
            return None
        if entry.input != part.digest():
            _LOG.warning("%s: its records have changed since, it is tagged anew", entry.file)
            return None
        return entry if entry.output == _hash_of(self.file_of(part.number)) else None

    def add(self, entry: Entry) -> None:
        """Notes a part whose file stands.

        Raises:
            InputError: the manifest cannot be written.
        """
        _append(self._file, entry, self._folder)

    def set_aside_beyond(self, last: int) -> None:
        """Renames parts that the input, which has become shorter since, no longer fills.

        Left in place they would be doubled; removed they might be missed, where an input was forgotten.
        """
        for number, path in _parts_in(self._folder, self._header.shard).items():
            if number > last:
                _LOG.warning("%s: its records are no longer in the input, it is renamed to .old", path.name)
                path.replace(path.with_name(path.name + ".old"))


@contextlib.contextmanager
def open_manifest(folder: Path, header: Header, *, resume: bool) -> Iterator[Manifest]:
    """The manifest of a shard, under a lock.

    Raises:
        InputError: the folder cannot be written, or holds a run already and ``resume`` was not asked for, or holds one
            that was asked for something else, or another process is at work on this shard.
    """
    path = folder / f"{_MANIFEST}{header.shard:04d}.jsonl"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _check_folder(folder, header, path)
        # Unbuffered: what a full disk has refused would else be tried again in closing.
        file = path.open("a+b", buffering=0)
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror or error}") from error
    with file:
        _lock(file, path)
        found, entries = _read(file)
        if found and not resume:
            raise InputError(f"{folder} holds a run already; go on with it by --resume, or give another folder")
        for left in folder.glob(f".part-{header.shard:04d}-*.part"):  # of a run that was killed
            left.unlink()
        if not found:
            _append(file, header, folder)
        yield Manifest(folder, file, header, entries)


def _check_folder(folder: Path, header: Header, manifest: Path) -> None:
    """Looks whether all that is in the folder, of this shard and of others, goes with this run."""
    for other in sorted(folder.glob(f"{_MANIFEST}*.jsonl")):
        _check(other, header)
    parts = _parts_in(folder, header.shard)
    if parts and not manifest.exists():
        raise InputError(f"{folder} holds {min(parts.values()).name}, but no manifest of it; give another folder")


def _read(file: FileIO) -> tuple[bool, dict[int, Entry]]:
    """Whether there is a header, and the newest entry of each part. A line that a kill has cut is dropped."""
    file.seek(0)
    whole = file.read().rpartition(b"\n")[0] + b"\n"
    file.truncate(len(whole) if whole != b"\n" else 0)
    lines = whole.splitlines()
    entries: dict[int, Entry] = {}
    for line in lines[1:]:
        with contextlib.suppress(msgspec.DecodeError):  # damaged: its part is made anew
            entry = msgspec.json.decode(line, type=Entry)
            entries[entry.part] = msgspec.structs.replace(entry, ids=[])
    return lines[0] != b"", entries


def _parts_in(folder: Path, shard: int) -> dict[int, Path]:
    """The parts of a shard by their numbers."""
    found = ((_PART.fullmatch(path.name), path) for path in folder.iterdir())
    return {int(match[2]): path for match, path in found if match and int(match[1]) == shard}


def _check(path: Path, header: Header) -> None:
    """Looks whether a manifest in the folder, this shard's or another's, agrees."""
    with path.open("rb") as file:
        line = file.readline()
    if not line.endswith(b"\n"):  # begun this moment
        return
    try:
        found = msgspec.json.decode(line, type=Header)
    except msgspec.DecodeError as error:
        raise InputError(f"{path} is damaged ({error}); give another folder") from error
    names = [name for name in Header.__struct_fields__ if name != "shard"]
    if differing := [name for name in names if getattr(found, name) != getattr(header, name)]:
        parts = (f"{name} {getattr(found, name)!r}, now {getattr(header, name)!r}" for name in differing)
        raise InputError(f"{path} is of a run with {'; '.join(parts)}: ask for the same, or give another folder")


def _append(file: FileIO, line: Header | Entry, folder: Path) -> None:
    try:
        data = msgspec.json.encode(line) + b"\n"
        while data:
            data = data[file.write(data) :]
        os.fsync(file.fileno())
    except OSError as error:
        raise InputError(f"cannot write the manifest in {folder}: {error.strerror or error}") from error


def _lock(file: FileIO, path: Path) -> None:
    try:
        import fcntl
    except ImportError:  # Windows; there one must look after it oneself
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise InputError(f"another process is at work on {path}") from error
    except OSError:  # a file system without locks
        _LOG.info("%s cannot be locked", path)


def _hash_of(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
