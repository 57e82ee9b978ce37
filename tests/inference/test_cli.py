import io
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from strategies import SCHEME
from typer.testing import CliRunner, Result

import dragoman
from dragoman import cli
from dragoman.documents import Document, Entity, Event, Span
from dragoman.errors import CheckpointError
from dragoman.jsonl import Failure, iter_documents


class Birdwatcher:
    """A model that finds each wren."""

    scheme = SCHEME

    def stream(self, documents: Iterable[Document]) -> Iterator[Document]:
        for document in documents:
            at = document.text.find("wren")
            found = (Entity("BIRD", Span(at, at + 4), 0.9),) if at >= 0 else ()
            flights = (Event("FLY", Span(at, at + 4), "done"),) if at >= 0 else ()
            yield replace(document, entities=found, events=flights)


@pytest.fixture(autouse=True)
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path | None, str]]:
    """What was asked for of the model's loader, which gives the birdwatcher."""
    calls: list[tuple[Path | None, str]] = []

    def load(path: Path | None, device: str) -> Birdwatcher:
        calls.append((path, device))
        return Birdwatcher()

    monkeypatch.setattr(cli, "_load", load)
    return calls


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments], input=stdin)


def records(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout_bytes.decode("utf-8").split("\n") if line]


def test_version() -> None:
    result = run("--version")
    assert (result.exit_code, result.stdout) == (0, f"dragoman {dragoman.__version__}\n")


def test_a_text_file_is_one_document_and_offsets_count_its_line_ends(tmp_path: Path) -> None:
    (tmp_path / "nest.txt").write_bytes("\ufeffA tit,\r\na wren.\r\n".encode())
    result = run("tag", tmp_path / "nest.txt")
    assert result.exit_code == 0
    (record,) = records(result)
    assert (record["id"], record["text"]) == ("nest", "A tit,\r\na wren.\r\n")
    assert record["entities"] == [{"label": "BIRD", "start": 10, "end": 14, "text": "wren", "score": 0.9}]


def test_resolve_says_what_is_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Geographer(Birdwatcher):
        def stream(self, documents: Iterable[Document]) -> Iterator[Document]:
            for document in documents:
                yield replace(document, entities=(Entity("GPE", Span(0, 4)), Entity("DATE", Span(10, 16))))

    monkeypatch.setattr(cli, "_load", lambda path, device: Geographer())
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "Oslo fell Monday.", "date": "2023-03-22"}\n')
    (plain,), (resolved,) = (records(run("tag", *flags, tmp_path / "a.jsonl")) for flags in ([], ["--resolve"]))
    assert plain["entities"] == [
        {"label": "GPE", "start": 0, "end": 4, "text": "Oslo"},
        {"label": "DATE", "start": 10, "end": 16, "text": "Monday"},
    ]
    assert resolved["entities"] == [
        {"label": "GPE", "start": 0, "end": 4, "text": "Oslo", "country": "NOR", "code": "NOR"},
        {"label": "DATE", "start": 10, "end": 16, "text": "Monday", "when": "2023-03-20"},
    ]


def test_all_kinds_of_input_in_the_order_given(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text('{"id": "x", "text": "one", "date": "2023-01-01"}\n{"text": "two"}\n')
    folder = tmp_path / "folder"
    (folder / "deep").mkdir(parents=True)
    for name in ("b.txt", "a.TXT", "deep/c.txt", ".hidden.txt", "notes.md"):
        (folder / name).write_text("a wren")
    result = run("tag", tmp_path / "b.jsonl", "-", folder, stdin=b"a wren\n")
    assert [record["id"] for record in records(result)] == ["x", "b:2", "stdin", "a", "b", "deep/c"]
    assert records(result)[0]["date"] == "2023-01-01"


def test_bad_records_are_reported_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "one"}\n{"text": 2}\n{"text": "three"}\n')
    (tmp_path / "b.txt").write_bytes(b"fine\nnot \xff fine")
    (tmp_path / "empty").mkdir()
    (tmp_path / "c.txt").write_bytes(b"")
    result = run("tag", *(tmp_path / name for name in ("a.jsonl", "b.txt", "empty", "c.txt")))
    assert result.exit_code == 1
    assert [record["id"] for record in records(result)] == ["a:1", "a:3", "c"]
    assert result.stderr.splitlines() == [
        f"{tmp_path / 'a.jsonl'}:2: Expected `str`, got `int` - at `$.text`",
        f"{tmp_path / 'b.txt'}:2: not UTF-8: byte 0xff (invalid start byte)",
        f"{tmp_path / 'empty'}: there is no .txt, .jsonl, .csv or .parquet file in this folder",
    ]


def test_out_takes_json_unless_a_summary_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a wren [sic]")
    assert run("tag", tmp_path / "a.txt", "--out", tmp_path / "a.jsonl").stdout == ""
    assert [document.id for document in iter_documents(tmp_path / "a.jsonl") if isinstance(document, Document)] == ["a"]
    run("tag", tmp_path / "a.txt", "--out", tmp_path / "a.md", "--format", "summary")
    assert "a wren·BIR [sic]" in (tmp_path / "a.md").read_text(encoding="utf-8")


def test_a_summary_on_request(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a wren")
    assert "wren·BIR" in run("tag", tmp_path / "a.txt", "--format", "summary").stdout


def test_a_terminal_gets_the_summary(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdout", Terminal(io.BytesIO(), encoding="utf-8"))
    assert cli._default_format(None) == "summary"
    assert cli._default_format(Path("x")) == "json"


def test_model_and_device_are_passed_on(tmp_path: Path, loaded: list[tuple[Path | None, str]]) -> None:
    (tmp_path / "a.txt").write_text("")
    run("tag", tmp_path / "a.txt", "--model", "some/folder", "--device", "cpu")
    run("tag", tmp_path / "a.txt")
    assert loaded == [(Path("some/folder"), "cpu"), (None, "auto")]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["tag"], "Missing argument"),
        (["tag", "none.txt"], "error: none.txt does not exist\n"),
        (["tag", "{here}/x.pdf"], "give .txt, .jsonl, .csv or .parquet files"),
        (["tag", "-", "--format", "yaml"], "--format"),
        (["tag", "-", "--device", "tpu"], "--device"),
        (["tag", "-", "--out", "{here}/none/x.jsonl"], "error: cannot write"),
        (["untag"], "untag"),
    ],
)
def test_wrong_use_is_told_and_ends_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    (tmp_path / "x.pdf").write_text("")
    result = run(*(argument.format(here=tmp_path) for argument in arguments), stdin=b"")
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_an_error_of_dragoman_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(path: Path | None, device: str) -> Birdwatcher:
        raise CheckpointError("no checkpoint\n[bold]here[/bold]")

    monkeypatch.setattr(cli, "_load", load)
    result = run("tag", "-", stdin=b"")
    assert (result.exit_code, result.stderr) == (2, "error: no checkpoint [bold]here[/bold]\n")


def test_a_run_that_breaks_off_leaves_the_old_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out.jsonl").write_text("old")
    (tmp_path / "in.jsonl").write_text('{"text": "wren"}\n')

    class Breaking(Birdwatcher):
        def stream(self, documents: Iterable[Document]) -> Iterator[Document]:
            yield from super().stream(documents)
            raise CheckpointError("out of order")

    monkeypatch.setattr(cli, "_load", lambda path, device: Breaking())
    result = run("tag", tmp_path / "in.jsonl", "--out", tmp_path / "out.jsonl")
    assert (result.exit_code, result.stderr) == (2, "error: out of order\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]
    assert (tmp_path / "out.jsonl").read_text() == "old"


def test_tag_hands_failures_on_and_keeps_order() -> None:
    failed: list[Failure] = []
    items = [Document("a", "wren"), Failure("f", 1, "bad"), Document("b", "")]
    assert [document.id for document in cli.tag(items, Birdwatcher(), failed.append)] == ["a", "b"]
    assert failed == [items[1]]


def test_lone_surrogates_are_escaped_not_lost(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "\\ud800 wren"}\n')
    result = run("tag", tmp_path / "a.jsonl")
    assert records(result)[0]["text"] == "\ud800 wren"


_HEAD = """
import sys
from collections.abc import Iterator
from dragoman import cli, load_scheme

class Endless:
    scheme = load_scheme()
    def stream(self, documents):
        for document in documents:
            while True:
                yield document

cli._load = lambda path, device: Endless()
sys.argv = ["dragoman", "tag", "-", "--format", sys.argv[1]]
cli.main()
"""


@pytest.mark.parametrize("format", ["json", "summary"])
def test_a_reader_that_leaves_is_no_error(format: str) -> None:
    environment = {"PYTHONPATH": str(Path(dragoman.__file__).parents[1]), "PYTHONUTF8": "1"}
    with subprocess.Popen(
        [sys.executable, "-c", _HEAD, format],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write("Łódź".encode())
        process.stdin.close()
        process.stdout.readline()
        process.stdout.close()
        assert (process.wait(30), process.stderr.read()) == (0, b"")


def test_a_table_of_events_is_written_beside(tmp_path: Path) -> None:
    (tmp_path / "nest.txt").write_text("A wren.")
    result = run("tag", tmp_path / "nest.txt", "--events-table", tmp_path / "events.csv", "--format", "json")
    assert (result.exit_code, len(records(result))) == (0, 1)
    header, row = (tmp_path / "events.csv").read_text().splitlines()
    assert header.startswith("event_id,document,date,event_type,status,trigger,who,whither")
    assert row.startswith("nest:1,nest,,FLY,done,wren")
    assert run("tag", tmp_path / "nest.txt", "--events-table", tmp_path / "events.xls").exit_code == 2
