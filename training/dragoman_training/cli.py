"""The command line for training: ``dragoman-train check | train | evaluate | …``. Each parses, calls, and prints."""

import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from dragoman.errors import DragomanError, MissingExtraError

if TYPE_CHECKING:
    from dragoman_training.evaluation.document_share import DocumentShare
    from dragoman_training.readers.reading import Lost

app = typer.Typer(
    help="Trains and evaluates Dragoman models.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

ConfigPath = Annotated[Path, typer.Argument(metavar="CONFIG", help="A training run as TOML; see configs/.")]
Overrides = Annotated[
    list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Lay a value over the config: training.epochs=1")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
Texts = Annotated[Path | None, typer.Option(help="Folder of the texts, for files that hold only places in them.")]

_FILES = typer.Argument(metavar="FILE...", help="Document JSONL.")
_FAILED = 2


@app.command()
def check(config: ConfigPath, set: Overrides = None, json: AsJson = False) -> None:
    """Says what a run would learn from: labels, unreachable spans, lengths, time."""
    with _errors_told():
        from dragoman_training.check import check as run
        from dragoman_training.config import load_config

        found = run(load_config(config, set or ()))
    if json:
        _print_json(found)
        return
    console = Console()
    for corpus in found.corpora:
        console.rule(f"{corpus.use}: {corpus.name}", align="left")
        observes = ", ".join(corpus.observes) or "nothing"
        console.print(f"observes {observes}; does not mark {', '.join(corpus.unobserved) or 'nothing else'}")
        console.print(
            f"{corpus.documents} documents, {corpus.words} words, {corpus.pieces} pieces, {corpus.windows} windows; "
            "pieces of a paragraph: median {}, 95 % below {}, longest {}".format(*corpus.paragraph_pieces)
        )
        console.print(_table(["label", "spans"], [[label, str(count)] for label, count in corpus.labels.items()]))
        console.print(f"{len(corpus.lost)} gold spans cannot be reached")
        if corpus.lost:
            console.print(_lost_table(corpus.lost))
    if found.untaught:
        console.print(f"no corpus marks {', '.join(found.untaught)}: the checkpoint will lack them")
    console.print(f"about {found.minutes} minutes of training on two cores")


@app.command()
def train(
    config: ConfigPath,
    output: Annotated[
        Path | None, typer.Option(help="Folder of the run; one that holds a killed run goes on. Default: runs/NAME")
    ] = None,
    set: Overrides = None,
) -> None:
    """Trains as a config says; writes a checkpoint folder and TensorBoard logs."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("onnxruntime").setLevel(logging.WARNING)
    with _errors_told():
        from dragoman_training.config import load_config
        from dragoman_training.run import train as run

        settings = load_config(config, set or ())
        folder = run(settings, output or Path("runs") / settings.name)
    typer.echo(f"checkpoint: {folder}")


@app.command()
def evaluate(
    checkpoint: Annotated[str, typer.Argument(help="A checkpoint folder, or 'default'.")],
    corpus: Annotated[
        str,
        typer.Argument(help="A Document JSONL file, a config (all its dev corpora), or CONFIG:NAME for one of them."),
    ],
    json: AsJson = False,
    errors: Annotated[Path | None, typer.Option(help="Write every error with its text to this JSONL file.")] = None,
    sentences: Annotated[
        Path | None, typer.Option(help="CofeNet's JSONL of the corpus: score fragments within its sentences.")
    ] = None,
    device: Annotated[str, typer.Option(help="auto, cpu or cuda.")] = "auto",
) -> None:
    """Scores a checkpoint on gold documents."""
    with _errors_told():
        from dragoman_training.evaluate import evaluate as run

        reports = run(checkpoint, corpus, sentences=sentences, errors=errors, device=device)
    for name, report in reports.items():
        if json:
            _print_json({"corpus": name, **msgspec.to_builtins(report)})
        else:
            Console().rule(name, align="left")
            typer.echo(report.render())


@app.command()
def describe(files: Annotated[list[Path], _FILES], texts: Texts = None, json: AsJson = False) -> None:
    """Counts what annotated documents hold, how varied they are, and what looks inconsistent."""
    with _errors_told():
        from dragoman_training.compare import read_annotated
        from dragoman_training.describe import describe as run
        from dragoman_training.describe import render

        found = run(read_annotated(files, texts))
    if json:
        _print_json(found)
    else:
        typer.echo(render(found))


@app.command()
def compare(
    first: Annotated[list[Path], typer.Option(help="Document JSONL of the one annotator; may be given again.")],
    second: Annotated[list[Path], typer.Option(help="Document JSONL of the other.")],
    texts: Texts = None,
    json: AsJson = False,
) -> None:
    """Agreement of two annotations of the same documents."""
    with _errors_told():
        from dragoman_training.compare import compare as run
        from dragoman_training.compare import read_annotated

        report = run(read_annotated(first, texts), read_annotated(second, texts))
    typer.echo(report.to_json() if json else report.render())


@app.command("evaluate-resolution")
def evaluate_resolution(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="What mentions refer to; see training/corpus.")],
    files: Annotated[list[Path], _FILES],
    texts: Texts = None,
    json: AsJson = False,
) -> None:
    """Says how often resolution finds the right state, day, person and speaker in annotated documents."""
    with _errors_told():
        from dragoman_training.compare import read_annotated
        from dragoman_training.evaluation.references import read_gold
        from dragoman_training.evaluation.resolution import score_resolution

        scores = score_resolution(read_gold(gold), read_annotated(files, texts))
    if json:
        _print_json(scores)
        return
    shares = {name: getattr(scores, name) for name in scores.__struct_fields__ if name not in ("documents", "speakers")}
    shares |= {f"speakers, {name}": getattr(scores.speakers, name) for name in scores.speakers.__struct_fields__}
    _print_shares(scores.documents, shares)


@app.command("compare-resolution")
def compare_resolution(
    first: Annotated[Path, typer.Argument(metavar="FIRST", help="What mentions refer to, as one annotator has it.")],
    second: Annotated[Path, typer.Argument(metavar="SECOND", help="As another has it.")],
    json: AsJson = False,
) -> None:
    """Agreement of two annotations of what the same mentions refer to."""
    with _errors_told():
        from dragoman_training.evaluation.reference_agreement import agreement
        from dragoman_training.evaluation.references import read_gold

        found = agreement(read_gold(first), read_gold(second))
    if json:
        _print_json(found)
        return
    _print_shares(
        found.documents, {name: getattr(found, name) for name in found.__struct_fields__ if name != "documents"}
    )


@app.command()
def convert(
    source: Annotated[Path, typer.Argument(metavar="IN", help="A file or folder of annotated documents.")],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="The file or folder to write.")],
    reader: Annotated[str, typer.Option("--from", help="Format of IN: any reader, or label-studio, doccano, prodigy.")],
    writer: Annotated[str, typer.Option("--to", help="Format of OUT: jsonl, brat, label-studio, doccano, prodigy.")],
    scheme: Annotated[Path | None, typer.Option(help="A scheme file, for the labels of the tool's settings.")] = None,
) -> None:
    """Turns annotated documents from one format into another; says what had to be left behind."""
    with _errors_told():
        from dragoman_training.convert import convert as run

        reading = run(source, target, reader=reader, writer=writer, scheme=scheme)
    typer.echo(f"{len(reading.documents)} documents written to {target}; {len(reading.lost)} annotations lost")
    if reading.lost:
        Console().print(_lost_table(reading.lost))


def main() -> None:
    """The entry point of the console command."""
    app()


def _lost_table(lost: "Sequence[Lost]") -> Table:
    rows = [[one.document, f"{one.start}:{one.end}", one.label, one.text, one.reason] for one in lost]
    return _table(["document", "offsets", "label", "text", "reason"], rows)


def _table(columns: list[str], rows: list[list[str]]) -> Table:
    from rich.text import Text

    table = Table(*columns, box=None)
    for row in rows:
        table.add_row(*(Text(cell, overflow="ellipsis", no_wrap=True) for cell in row))
    return table


def _print_shares(documents: int, shares: "Mapping[str, DocumentShare]") -> None:
    rows = [
        [name, f"{one.percent:.1f}", "{:.1f}-{:.1f}".format(*one.interval), str(one.correct), str(one.total)]
        for name, one in shares.items()
    ]
    Console().print(f"{documents} documents", _table(["", "%", "95 %", "right", "of"], rows))


def _print_json(value: object) -> None:
    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")


@contextmanager
def _errors_told() -> Iterator[None]:
    try:
        yield
    except DragomanError as error:
        typer.echo(f"error: {' '.join(str(error).split())}", err=True)
        raise typer.Exit(_FAILED) from None
    except ModuleNotFoundError as error:
        typer.echo(f"error: {MissingExtraError(error.name or 'a library', 'train')}", err=True)
        raise typer.Exit(_FAILED) from None
