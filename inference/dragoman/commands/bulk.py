"""``dragoman tag IN... --out DIR``: its options, and the run with what it tells."""

import functools
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import typer

from dragoman.device import Device
from dragoman.errors import InputError
from dragoman.records.record import RECORD_LIMIT, Fields

_MEGABYTE = 1024 * 1024

IdField = Annotated[str | None, typer.Option(help="The field (key, column) that holds the id; default: id.")]
TextField = Annotated[str, typer.Option(help="The field that holds the text.")]
DateField = Annotated[str | None, typer.Option(help="The field that holds the date; default: date.")]
Processes = Annotated[int, typer.Option("--workers", min=1, help="Processes, each with its own model.")]
ShardOption = Annotated[str, typer.Option(help="i/n: take the i-th of n shares, by the hash of the id.")]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with the run that the folder holds.")]
PartSize = Annotated[int, typer.Option(min=1, help="Records a part.")]
RecordLimit = Annotated[int, typer.Option(min=1, max=1024, help="MB; a longer record is refused, not cut.")]

DEFAULT_PART_SIZE = 1000
DEFAULT_LIMIT = RECORD_LIMIT // _MEGABYTE


@dataclass(frozen=True, slots=True)
class BulkOptions:
    """What is asked for of a bulk run; see the options above. The record limit is in MB."""

    fields: Fields = field(default_factory=Fields)
    workers: int = 1
    shard: str = "1/1"
    resume: bool = False
    part_size: int = DEFAULT_PART_SIZE
    record_limit: int = DEFAULT_LIMIT

    @property
    def limit(self) -> int:
        """The record limit in bytes."""
        return self.record_limit * _MEGABYTE


def is_folder(out: Path | None) -> bool:
    """Whether ``--out`` means a folder: one that is there, or a name without suffix that is not."""
    return out is not None and (out.is_dir() or not (out.suffix or out.exists()))


def part_format(format: str | None, events_table: Path | None) -> Literal["jsonl", "parquet"]:
    """The format of a folder's parts.

    Raises:
        InputError: what was asked for is written into one file only.
    """
    if format == "summary" or events_table is not None:
        raise InputError("--format summary and --events-table are for a run that goes into one file, not into a folder")
    return "parquet" if format == "parquet" else "jsonl"


def check_options(options: BulkOptions, format: str | None) -> None:
    """Looks whether options of a bulk run were given for one into a file.

    Raises:
        InputError: they were.
    """
    both = BulkOptions(options.fields, record_limit=options.record_limit)
    if options != both or format == "parquet":
        raise InputError(
            "--workers, --shard, --resume, --part-size and --format parquet need a folder for --out: "
            "one that exists, or a name without suffix"
        )


def tag_into_folder(
    inputs: list[Path],
    out: Path,
    format: Literal["jsonl", "parquet"],
    options: BulkOptions,
    model: Path | None,
    device: Device,
    resolve: bool,
) -> int:
    """Tags into a folder, tells of it on standard error, and returns how many records failed, those before included.

    Raises:
        DragomanError: the run could not begin or go on.
    """
    # Late, because the model's libraries take a second to import.
    from rich.console import Console

    from dragoman import load
    from dragoman.arrow import import_pyarrow
    from dragoman.bulk.run import Plan, run
    from dragoman.bulk.selection import parse_shard
    from dragoman.bulk.workers import Workers
    from dragoman.checkpoint import Checkpoint, default_folder
    from dragoman.commands.progress import Teller
    from dragoman.resolve.tagger import load_resolving

    if format == "parquet":
        import_pyarrow()
    plan = Plan(
        inputs=inputs,
        out=out,
        model=Checkpoint(model or default_folder()).fingerprint(),
        format=format,
        fields=options.fields,
        record_limit=options.limit,
        part_size=options.part_size,
        shard=parse_shard(options.shard),
        resume=options.resume,
        resolve=resolve,
    )
    plain = functools.partial(load, model, device=device, threads=_threads(options.workers))
    maker = functools.partial(load_resolving, plain) if resolve else plain
    with Workers(maker, format, options.workers) as workers, Teller(Console(stderr=True)) as teller:
        totals = run(plan, workers, teller)
        teller.summary(totals)
    return totals.failed + totals.failed_before


def _threads(workers: int) -> int:
    from dragoman.backends import available_cores

    return max(1, available_cores() // workers)
