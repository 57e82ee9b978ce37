"""The console command ``dragoman``. Here arguments are parsed and results printed; the work is done elsewhere.

Exit codes: 0, all records were tagged; 1, some could not be read; 2, the run could not begin or go on.
"""

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

import typer

from dragoman.bulk.tagging import Tagger
from dragoman.commands import bulk
from dragoman.device import Device
from dragoman.documents import Document
from dragoman.errors import DragomanError
from dragoman.files import whole_file
from dragoman.inputs import check_inputs, read_inputs
from dragoman.jsonl import Failure, to_json
from dragoman.records.record import Fields
from dragoman.scheme import Scheme, load_scheme

_BAD_RECORDS, _NO_RUN = 1, 2
_FILE_WIDTH = 100

# Markup and tracebacks of typer's own are off: messages hold file names and texts, which are no markup.
app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


Format = Literal["json", "jsonl", "parquet", "summary"]


class Failures:
    """Tells of each record that could not be read, and counts them."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, failure: Failure) -> None:
        """Prints one to standard error."""
        self.count += 1
        typer.echo(_one_line(failure), err=True)


def main() -> None:
    """The entry point."""
    app()


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> None:
    """Reads English diplomatic news: who is named, who said what, and who did what to whom."""
    if version:
        from dragoman import __version__

        typer.echo(f"dragoman {__version__}")
        raise typer.Exit


@app.command("tag")
def _tag(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="Text, JSON lines, CSV or Parquet (.txt, .jsonl, .csv, .parquet; also .gz, .zst), folders of them, "
            "or - for standard input.",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            help="Write to this file instead of standard output; or, given a folder (a name without suffix), to parts "
            "in it, for big runs that can be resumed."
        ),
    ] = None,
    format: Annotated[
        Format | None,
        typer.Option(
            help="Default: summary on a terminal, else jsonl (or json), a document a line; in a folder also parquet."
        ),
    ] = None,
    events_table: Annotated[
        Path | None, typer.Option(help="Write a table of the events too, one row each: a .csv or .parquet file.")
    ] = None,
    resolve: Annotated[
        bool, typer.Option("--resolve", help="Say which person, state, body and day is meant, and who speaks.")
    ] = False,
    model: Annotated[Path | None, typer.Option(help="A checkpoint folder; default: the one shipped.")] = None,
    device: Annotated[Device, typer.Option(help="auto: the GPU where there is one.")] = "auto",
    text_field: bulk.TextField = "text",
    id_field: bulk.IdField = None,
    date_field: bulk.DateField = None,
    workers: bulk.Processes = 1,
    shard: bulk.ShardOption = "1/1",
    resume: bulk.Resume = False,
    part_size: bulk.PartSize = bulk.DEFAULT_PART_SIZE,
    record_limit: bulk.RecordLimit = bulk.DEFAULT_LIMIT,
) -> None:
    """Finds entities, quotes and events in texts."""
    fields = Fields(text_field, id_field, date_field)
    options = bulk.BulkOptions(fields, workers, shard, resume, part_size, record_limit)
    failures = Failures()
    with _errors_told():
        if out is not None and bulk.is_folder(out):
            failed = bulk.tag_into_folder(
                inputs, out, bulk.part_format(format, events_table), options, model, device, resolve
            )
            raise typer.Exit(_BAD_RECORDS if failed else 0)
        bulk.check_options(options, format)
        check_inputs(inputs)
        tagger = _resolving(_load(model, device)) if resolve else _load(model, device)
        documents = tag(read_inputs(inputs, sys.stdin.buffer, fields, options.limit), tagger, failures)
        with _events_noted(events_table, tagger.scheme) as noted, _output(out) as file:
            documents = noted(documents)
            if (format or _default_format(out)) != "summary":
                write_json(documents, file)
            else:
                write_summary(documents, file, tagger.scheme, screen=out is None)
    raise typer.Exit(_BAD_RECORDS if failures.count else 0)


@app.command("show")
def _show(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="What tag wrote: .jsonl, .parquet, or a folder of such parts.")
    ],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The page; default: standard output.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Show no more documents than this.")] = 2000,
    scheme: Annotated[Path | None, typer.Option(help="A scheme file, if not the default scheme.")] = None,
) -> None:
    """Makes a page for the browser of tagged documents: an article, or an overview of many."""
    failures = Failures()
    with _errors_told():
        from dragoman.page import to_html
        from dragoman.stored import read_stored

        loaded = load_scheme(scheme)
        documents = good(read_stored(file), failures)
        shown = list(islice(documents, limit))
        page = to_html(shown, scheme=loaded)
        if next(documents, None):
            typer.echo(f"only the first {limit} documents are shown; more with --limit", err=True)
        with _output(out) as target:
            target.write(page.encode())
    raise typer.Exit(_BAD_RECORDS if failures.count else 0)


def tag(inputs: Iterable[Document | Failure], model: Tagger, failed: Callable[[Failure], None]) -> Iterator[Document]:
    """Tags what could be read, in order, and hands the rest to ``failed``."""
    return model.stream(good(inputs, failed))


def good(items: Iterable[Document | Failure], failed: Callable[[Failure], None]) -> Iterator[Document]:
    """Yields what could be read, in order, and hands the rest to ``failed``."""
    for item in items:
        if isinstance(item, Document):
            yield item
        else:
            failed(item)


@contextlib.contextmanager
def _events_noted(path: Path | None, scheme: Scheme) -> Iterator[Callable[[Iterator[Document]], Iterator[Document]]]:
    """What passes documents on and adds their events to a table, if there is to be one."""
    if path is None:
        yield lambda documents: documents
        return
    from dragoman.event_table import EventTable

    with EventTable(path, scheme) as table:

        def noted(documents: Iterator[Document]) -> Iterator[Document]:
            for document in documents:
                table.add(document)
                yield document

        yield noted


def write_json(documents: Iterable[Document], file: BinaryIO) -> None:
    """Writes one line of JSON for each document, always in UTF-8 and with bare line feeds."""
    for document in documents:
        file.write(to_json(document).encode() + b"\n")
        file.flush()


def write_summary(documents: Iterable[Document], file: BinaryIO, scheme: Scheme, *, screen: bool) -> None:
    """Writes a readable summary of each document.

    Args:
        documents: tagged.
        file: where to.
        scheme: its order of labels gives the colours.
        screen: whether ``file`` is standard output, so that its width, colours and encoding count.
    """
    from rich.console import Console

    from dragoman.render import summary

    console = Console() if screen else Console(file=io.StringIO(), width=_FILE_WIDTH)
    for document in documents:
        # Captured, since rich ends the whole process by itself when a pipe breaks.
        with console.capture() as shown:
            console.print(summary(document, list(scheme.entities)))
        file.write(shown.get().encode(console.encoding, "replace"))
        file.flush()


def _default_format(out: Path | None) -> Format:
    return "summary" if out is None and sys.stdout.isatty() else "json"


@contextlib.contextmanager
def _output(out: Path | None) -> Iterator[BinaryIO]:
    if out is not None:
        with whole_file(out) as file:
            yield file
    else:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()


@contextlib.contextmanager
def _errors_told() -> Iterator[None]:
    try:
        yield
    except DragomanError as error:
        typer.echo(f"error: {_one_line(error)}", err=True)
        raise typer.Exit(_NO_RUN) from None
    except BrokenPipeError:  # the reader (head, less) has seen enough, which is no error
        _drop_output()
        raise typer.Exit(0) from None


def _drop_output() -> None:
    # What Python still holds for standard output would fail once more at exit.
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _one_line(message: object) -> str:
    return " ".join(str(message).split())


def _load(model: Path | None, device: Device) -> Tagger:
    # Late, because the model's libraries take a second to import, which --help and a usage error need not pay for.
    import dragoman

    return dragoman.load(model, device=device)


def _resolving(tagger: Tagger) -> Tagger:
    from dragoman.resolve.tagger import ResolvingTagger

    return ResolvingTagger(tagger)
