"""A bulk run: from files to a folder of parts, which can be killed at any point and resumed."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from dragoman.bulk.formats import Format, joined
from dragoman.bulk.manifest import FORMAT, Entry, Header, Manifest, open_manifest
from dragoman.bulk.parts import Item, Part, cut
from dragoman.bulk.selection import Shard, selected
from dragoman.bulk.workers import Piece, Workers
from dragoman.errors import InputError
from dragoman.files import whole_file
from dragoman.records.reader import Reader
from dragoman.records.record import RECORD_LIMIT, Fields
from dragoman.records.sources import find_sources


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is asked for.

    Attributes:
        inputs: files and folders.
        out: folder of the parts.
        model: hash of the checkpoint.
        format: of the parts.
        fields: of the records.
        record_limit: in bytes; what is longer fails.
        part_size: records a part.
        shard: which records are taken.
        resume: whether to go on with a run that ``out`` holds.
        resolve: whether the model resolves too.
    """

    inputs: Sequence[Path]
    out: Path
    model: str
    format: Format = "jsonl"
    fields: Fields = field(default_factory=Fields)
    record_limit: int = RECORD_LIMIT
    part_size: int = 1000
    shard: Shard = field(default_factory=Shard)
    resume: bool = False
    resolve: bool = False

    def header(self) -> Header:
        """Of the manifest."""
        from dragoman import __version__

        return Header(
            format=FORMAT,
            dragoman=__version__,
            model=self.model,
            shard=self.shard.number,
            shards=self.shard.count,
            part_size=self.part_size,
            output=self.format,
            fields=[self.fields.id, self.fields.text, self.fields.date],
            record_limit=self.record_limit,
            resolve=self.resolve,
        )


@dataclass(slots=True)
class Totals:
    """How far a run is.

    Attributes:
        documents: tagged in this run.
        failed: records that could not be, in this run.
        words, characters: of the texts tagged.
        documents_before, failed_before: of parts that an earlier run has written.
        share: of the input that is done, in [0, 1].
    """

    documents: int = 0
    failed: int = 0
    words: int = 0
    characters: int = 0
    documents_before: int = 0
    failed_before: int = 0
    share: float = 0.0


class Watch(Protocol):
    """Who is told how a run goes."""

    def failed(self, message: str) -> None:
        """A record could not be tagged."""

    def advanced(self, totals: Totals) -> None:
        """Some more records are done."""


def run(plan: Plan, workers: Workers, watch: Watch) -> Totals:
    """Tags all records of a plan.

    Raises:
        InputError: an input is missing, or the folder cannot be used or written; what it holds by then is whole, and
            ``resume`` goes on.
        DragomanError: a worker died.
    """
    _check_apart(plan)
    reader = Reader(find_sources(plan.inputs), plan.fields, limit=plan.record_limit)
    items = (record.item for record in selected(reader, plan.shard))
    with open_manifest(plan.out, plan.header(), resume=plan.resume) as manifest:
        going = _Run(manifest, plan.format, watch)
        going.write(workers.map(going.chunks(cut(items, plan.part_size, reader))))
        manifest.set_aside_beyond(going.last)
    return going.totals


class _Run:
    def __init__(self, manifest: Manifest, format: Format, watch: Watch) -> None:
        self.manifest, self.format, self.watch = manifest, format, watch
        self.totals = Totals()
        self.last = 0

    def chunks(self, parts: Iterable[Part]) -> Iterator[tuple[Part, list[Item]]]:
        """Yields the chunks of each part that is not done yet."""
        for part in parts:
            self.last = part.number
            entry = self.manifest.done(part)
            if entry is None:
                yield from ((part, chunk) for chunk in part.chunks())
            else:
                self.totals.documents_before += entry.documents
                self.totals.failed_before += entry.failed
                self._advance(part.end)

    def write(self, pieces: Iterable[tuple[Part, Piece]]) -> None:
        """Writes a part whenever all its pieces are there."""
        held: list[Piece] = []
        for part, piece in pieces:
            held.append(piece)
            self._count(piece)
            done = sum(item.documents + len(item.errors) for item in held)
            self._advance(part.begin + (part.end - part.begin) * done / len(part.items))
            if done == len(part.items):
                self._write(part, held)
                held = []

    def _write(self, part: Part, pieces: Sequence[Piece]) -> None:
        path = self.manifest.file_of(part.number)
        data = joined([piece.data for piece in pieces], self.format)
        with whole_file(path, durable=True) as file:
            file.write(data)
        self.manifest.add(
            Entry(
                part=part.number,
                file=path.name,
                documents=sum(piece.documents for piece in pieces),
                failed=sum(len(piece.errors) for piece in pieces),
                input=part.digest(),
                output=hashlib.sha256(data).hexdigest(),
                ids=part.ids,
            )
        )

    def _count(self, piece: Piece) -> None:
        self.totals.documents += piece.documents
        self.totals.failed += len(piece.errors)
        self.totals.words += piece.words
        self.totals.characters += piece.characters
        for error in piece.errors:
            self.watch.failed(error)

    def _advance(self, share: float) -> None:
        self.totals.share = max(self.totals.share, share)
        self.watch.advanced(self.totals)


def _check_apart(plan: Plan) -> None:
    out = plan.out.resolve()
    for path in plan.inputs:
        if path.is_dir() and out.is_relative_to(path.resolve()):
            raise InputError(f"--out {plan.out} lies in the input folder {path}, and would be read; give one outside")
