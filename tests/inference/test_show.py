from dataclasses import replace
from pathlib import Path

import pytest
from strategies import SCHEME
from typer.testing import CliRunner, Result

from dragoman import cli
from dragoman.arrow import import_pyarrow, to_arrow_record, to_table
from dragoman.documents import Document, Entity, Event, Quote, Span
from dragoman.errors import InputError
from dragoman.jsonl import Failure, write_documents
from dragoman.stored import read_stored

WREN = Document(
    "wren",
    "A wren said so.",
    None,
    (Entity("BIRD", Span(2, 6), 0.5),),
    (Quote((Span(12, 14),), Span(7, 11), (Span(0, 6),)),),
    (Event("FLY", Span(7, 11), "done", {"who": (Span(2, 6),)}),),
)


def show(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.app, ["show", *map(str, arguments)])


def write_parquet(path: Path, *documents: Document) -> None:
    import_pyarrow()
    import pyarrow.parquet as parquet

    parquet.write_table(to_table(documents, SCHEME), path)


def test_both_kinds_of_file_come_back_as_they_were(tmp_path: Path) -> None:
    write_documents([WREN, replace(WREN, id="b")], tmp_path / "a.jsonl")
    write_parquet(tmp_path / "a.parquet", WREN, replace(WREN, id="b"))
    for name in ("a.jsonl", "a.parquet"):
        assert list(read_stored(tmp_path / name)) == [WREN, replace(WREN, id="b")]


def test_a_folder_is_read_part_by_part_in_order(tmp_path: Path) -> None:
    write_documents([replace(WREN, id="2")], tmp_path / "part-1.jsonl")
    write_parquet(tmp_path / "part-0.parquet", replace(WREN, id="1"))
    (tmp_path / "deep").mkdir()
    write_documents([replace(WREN, id="0")], tmp_path / "deep" / "part.jsonl")
    write_documents([WREN], tmp_path / ".hidden.jsonl")
    (tmp_path / "manifest-0001.jsonl").write_text('{"format": 1}\n')
    found = list(read_stored(tmp_path))
    assert [item.id for item in found if isinstance(item, Document)] == ["0", "1", "2"]
    assert len(found) == 3


def test_rows_that_failed_or_are_broken_are_told_and_the_rest_follows(tmp_path: Path) -> None:
    pa = import_pyarrow()
    import pyarrow.parquet as parquet

    failed = to_arrow_record(Document("bad", ""), SCHEME, error="not UTF-8")
    odd = to_arrow_record(WREN, SCHEME)
    odd["entities"][0]["end"] = 99
    table = to_table([], SCHEME)
    rows = [failed, odd, to_arrow_record(WREN, SCHEME)]
    parquet.write_table(pa.Table.from_pylist(rows, schema=table.schema), tmp_path / "a.parquet")
    first, second, third = read_stored(tmp_path / "a.parquet")
    assert isinstance(first, Failure)
    assert first.message == "was not tagged: not UTF-8"
    assert isinstance(second, Failure)
    assert (second.line, "99" in second.message or "wren" in second.message) == (2, True)
    assert third == WREN


def test_parquet_of_another_make_is_told_row_by_row(tmp_path: Path) -> None:
    pa = import_pyarrow()
    import pyarrow.parquet as parquet

    parquet.write_table(pa.table({"text": ["a"]}), tmp_path / "a.parquet")
    (tmp_path / "b.parquet").write_bytes(b"PAR1 no more")
    foreign, broken = read_stored(tmp_path)
    assert isinstance(foreign, Failure)
    assert "not Dragoman's schema" in foreign.message
    assert isinstance(broken, Failure)
    assert "no readable Parquet" in broken.message


@pytest.mark.parametrize(("name", "hint"), [("a.txt", "dragoman tag"), ("b.jsonl", "does not exist"), ("", "folder")])
def test_what_cannot_be_shown_is_told_at_once(tmp_path: Path, name: str, hint: str) -> None:
    (tmp_path / "a.txt").write_text("text")
    with pytest.raises(InputError, match=hint):
        read_stored(tmp_path / name)
    result = show(tmp_path / name)
    assert result.exit_code == 2
    assert hint in result.stderr


def test_one_document_is_an_article_and_several_an_overview(tmp_path: Path) -> None:
    write_documents([WREN], tmp_path / "one.jsonl")
    write_documents([WREN, WREN], tmp_path / "two.jsonl")
    assert show(tmp_path / "one.jsonl", "-o", tmp_path / "page.html").exit_code == 0
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert '<section class="text"' in page
    assert 'id="facts"' not in page
    result = show(tmp_path / "two.jsonl")
    assert result.exit_code == 0
    assert "<h1>2 articles</h1>" in result.stdout


def test_bad_lines_are_told_and_the_page_is_made(tmp_path: Path) -> None:
    write_documents([WREN], tmp_path / "a.jsonl")
    with (tmp_path / "a.jsonl").open("a") as file:
        file.write("{\n")
    result = show(tmp_path / "a.jsonl")
    assert result.exit_code == 1
    assert "a.jsonl:2: no valid JSON" in result.stderr
    assert '<section class="text"' in result.stdout


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    write_documents([WREN] * 3, tmp_path / "a.jsonl")
    result = show(tmp_path / "a.jsonl", "--limit", "2")
    assert "only the first 2 documents" in result.stderr
    assert "<h1>2 articles</h1>" in result.stdout
    assert "only" not in show(tmp_path / "a.jsonl", "--limit", "3").stderr


def test_a_scheme_of_ones_own_orders_the_labels(tmp_path: Path) -> None:
    write_documents([WREN], tmp_path / "a.jsonl")
    (tmp_path / "s.toml").write_text('name = "own"\n[entities]\nFISH = "A fish."\nBIRD = "A bird of any kind."\n')
    assert "A bird of any kind." in show(tmp_path / "a.jsonl", "--scheme", tmp_path / "s.toml").stdout
    assert show(tmp_path / "a.jsonl", "--scheme", tmp_path / "none.toml").exit_code == 2
