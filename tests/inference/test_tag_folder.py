"""``dragoman tag IN... --out DIR`` as one types it."""

import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as parquet
import pytest
from birds import Birdwatcher
from rich.console import Console
from strategies import SCHEME
from tiny import save_tiny
from typer.testing import CliRunner, Result

import dragoman
from dragoman import cli
from dragoman.bulk.run import Totals
from dragoman.commands import bulk
from dragoman.commands.progress import Teller
from dragoman.documents import Document, Entity, Span


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    save_tiny(folder, SCHEME)
    return folder


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.app, ["tag", *map(str, arguments)], env={"COLUMNS": "200", "NO_COLOR": "1"})


def test_a_folder_of_all_kinds_into_a_folder(tmp_path: Path, model: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.txt").write_text("A wren, said a tit.")
    (news / "b.csv").write_text("key,body,day\n7,A wren.,2023-01-01\n8,A tit.,\n")
    (news / "c.jsonl").write_text('{"key": "9", "body": "x"}\n{"key": "10"}\n')
    fields = ("--id-field", "key", "--text-field", "body", "--date-field", "day")
    result = run(news, "--out", tmp_path / "out", "--model", model, "--device", "cpu", *fields)
    assert result.exit_code == 1
    lines = [json.loads(line) for line in (tmp_path / "out/part-0001-00001.jsonl").read_text().splitlines()]
    assert [(row["id"], row["date"], "error" in row) for row in lines] == [
        ("a", None, False), ("7", "2023-01-01", False), ("8", None, False), ("9", None, False), ("10", None, True),
    ]  # fmt: skip
    *failures, summary = result.stderr.splitlines()
    (failure,) = failures
    assert failure.endswith("c.jsonl:2: there is no field 'body'; found 'key'. Name the right one with --text-field")
    assert summary.startswith("4 documents and 1 failed, in ")

    again = run(news, "--out", tmp_path / "out", "--model", model, "--device", "cpu", *fields, "--resume")
    assert again.exit_code == 1
    assert again.stderr.startswith("0 documents, beside 4 documents and 1 failed before, in ")
    assert run(news, "--out", tmp_path / "out", "--model", model, *fields).exit_code == 2


def test_parquet_and_shards(tmp_path: Path, model: Path) -> None:
    (tmp_path / "b.jsonl").write_text("".join(f'{{"text": "wren {number}"}}\n' for number in range(20)))
    for shard in ("1/2", "2/2"):
        options = ("--format", "parquet", "--shard", shard, "--part-size", "4", "--model", model, "--device", "cpu")
        assert run(tmp_path / "b.jsonl", "--out", tmp_path / "out", *options).exit_code == 0
    found = [id for path in (tmp_path / "out").glob("*.parquet") for id in parquet.read_table(path)["id"].to_pylist()]
    assert sorted(found) == sorted(f"b:{number}" for number in range(1, 21))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--out", "{here}/x.jsonl", "--resume"], "need a folder for --out"),
        (["--out", "{here}/x.jsonl", "--format", "parquet"], "need a folder for --out"),
        (["--workers", "2"], "need a folder for --out"),
        (["--out", "{here}/out", "--format", "summary"], "into one file, not into a folder"),
        (["--out", "{here}/out", "--events-table", "{here}/e.csv"], "into one file, not into a folder"),
        (["--out", "{here}/out", "--shard", "3/2"], "there is no shard 3 of 2"),
        (["--out", "{here}/out", "--workers", "0"], "--workers"),
        (["--out", "{here}/out", "--model", "{here}/none"], "no checkpoint folder"),
        (["--out", "{here}/b.jsonl/out"], "error: cannot write"),
    ],
)
def test_wrong_use_is_told_and_ends_with_2(tmp_path: Path, model: Path, arguments: list[str], message: str) -> None:
    (tmp_path / "b.jsonl").write_text('{"text": "wren"}\n')
    given = [argument.format(here=tmp_path) for argument in arguments]
    options = [] if "--model" in given else ["--model", model]
    result = run(tmp_path / "b.jsonl", *given, *options)
    assert (result.exit_code, message in result.stderr) == (2, True), result.stderr


def test_a_run_resolves_and_goes_on_only_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: Path) -> None:
    monkeypatch.setattr(dragoman, "load", lambda *_, **__: Geographer())
    (tmp_path / "a.txt").write_text("Oslo fell.")
    inputs = (tmp_path / "a.txt", "--out", tmp_path / "out", "--model", model)
    assert run(*inputs, "--resolve").exit_code == 0
    record = json.loads((tmp_path / "out/part-0001-00001.jsonl").read_text())
    assert [item["country"] for item in record["entities"]] == ["NOR"]
    other = run(*inputs, "--resume")
    assert other.exit_code == 2
    assert "resolve True, now False" in other.stderr


class Geographer(Birdwatcher):
    """A model that knows Oslo."""

    def stream(self, documents: Iterable[Document]) -> Iterator[Document]:
        for document in documents:
            yield replace(document, entities=(Entity("GPE", Span(0, 4)),))


def test_what_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "dir.jsonl").mkdir()
    (tmp_path / "file").write_text("")
    found = {name: bulk.is_folder(tmp_path / name) for name in ("dir.jsonl", "new", "file", "new.jsonl", ".")}
    assert found == {"dir.jsonl": True, "new": True, "file": False, "new.jsonl": False, ".": True}
    assert not bulk.is_folder(Path("/dev/null"))


def told(*, terminal: bool, failures: int = 0) -> str:
    """What is told of 1,500 of 2,000 records done in 60 s, 1,000 of them by a run before."""
    now = [0.0]
    console = Console(file=io.StringIO(), force_terminal=terminal, width=200, no_color=True)
    with Teller(console, lambda: now[0]) as teller:
        teller.advanced(Totals(documents_before=1000, share=0.5))
        for number in range(failures):
            teller.failed(f"f:{number}: bad [bold]\nrecord")
        now[0] = 60.0
        totals = Totals(documents=500, words=6000, characters=60_000, documents_before=1000, share=0.75)
        teller.advanced(totals)
        teller.summary(totals)
    return console.file.getvalue()


def test_plain_lines_off_a_terminal() -> None:
    assert told(terminal=False).splitlines() == [
        "75%: 1,500 documents, 8.3 a second, 60 s left",
        "500 documents, beside 1,000 documents before, in 60 s: 8.3 documents, 100 words, 1,000 characters a second",
    ]


def test_a_bar_on_a_terminal() -> None:
    shown = told(terminal=True)
    assert " 75%" in shown
    assert "1,500 documents, 8.3 a second" in shown


def test_many_failures_are_not_all_shown() -> None:
    lines = told(terminal=False, failures=30).splitlines()
    assert lines[:1] == ["f:0: bad [bold] record"]
    assert len(lines) == 20 + 1 + 2
    assert lines[20] == "further failures are not shown; each stands in its part, under error"
