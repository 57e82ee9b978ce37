import csv
import datetime
import gzip
import io
import json
import sys
import tracemalloc
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.documents import Document
from dragoman.errors import InputError, MissingExtraError
from dragoman.jsonl import Failure
from dragoman.records.lines import bounded
from dragoman.records.reader import Reader
from dragoman.records.record import Fields, Record
from dragoman.records.sources import Source, find_sources

MEGABYTE = 1 << 20


def read(*paths: Path, fields: Fields | None = None, limit: int = MEGABYTE) -> list[Record]:
    return list(Reader(find_sources(paths), fields, limit=limit))


def told(records: list[Record]) -> list[str]:
    """Each record as its text, or as its error without the folder."""
    return [record.item.text if isinstance(record.item, Document) else record.item.message for record in records]


def ids(records: list[Record]) -> list[str]:
    return [record.id for record in records]


def names(*paths: Path) -> list[str]:
    return [source.name for source in find_sources(paths) if isinstance(source, Source)]


ROWS = [{"id": "a", "text": "one\ntwo", "date": "2023-01-01"}, {"id": "b", "text": 'a "wren"', "date": ""}]
DOCUMENTS = [Document("a", "one\ntwo", "2023-01-01"), Document("b", 'a "wren"')]


def as_csv(rows: list[dict[str, str]]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def as_jsonl(rows: list[dict[str, str]]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def zstd(data: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(data)
    return bytes(sink.getvalue())


PACKINGS = {"": bytes, ".gz": gzip.compress, ".zst": zstd}


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize(("suffix", "data"), [(".csv", as_csv(ROWS)), (".jsonl", as_jsonl(ROWS))])
def test_records_by_line_in_all_packings(tmp_path: Path, suffix: str, data: bytes, packing: str) -> None:
    path = tmp_path / f"news{suffix}{packing}"
    path.write_bytes(PACKINGS[packing](b"\xef\xbb\xbf" + data))
    assert [record.item for record in read(path)] == DOCUMENTS


@pytest.mark.parametrize("packing", PACKINGS)
def test_a_text_file_in_all_packings(tmp_path: Path, packing: str) -> None:
    path = tmp_path / f"nest.txt{packing}"
    path.write_bytes(PACKINGS[packing]("A tit,\r\na Łódź wren".encode()))
    assert [record.item for record in read(path)] == [Document("nest", "A tit,\r\na Łódź wren")]


def test_parquet_of_any_types(tmp_path: Path) -> None:
    days = [datetime.date(2023, 1, 1), None]
    columns = {
        "key": pa.array([7, 8]),
        "body": pa.array(["x", None]).dictionary_encode(),
        "day": pa.array(days),
        "other": pa.array([[1], [2]]),
    }
    parquet.write_table(pa.table(columns), tmp_path / "news.parquet")
    first, second = read(tmp_path / "news.parquet", fields=Fields("body", "key", "day"))
    assert first.item == Document("7", "x", "2023-01-01")
    assert second.item == Failure(str(tmp_path / "news.parquet"), 2, "Expected `str`, got `null` - at `$.body`", id="8")


@given(st.binary(max_size=300).map(lambda data: data.replace(b"\0", b"\n")), st.booleans())
def test_no_byte_is_lost_between_records(data: bytes, quoted: bool) -> None:
    records = [record for _, record in bounded(io.BytesIO(data), 1000, quoted=quoted)]
    assert b"".join(record for record in records if isinstance(record, bytes)) == data.removeprefix(b"\xef\xbb\xbf")
    if not quoted:
        assert all(isinstance(record, bytes) and record.count(b"\n") <= 1 for record in records)


@given(st.lists(st.integers(0, 40), max_size=8), st.integers(1, 30))
def test_long_records_come_as_their_size(lengths: list[int], limit: int) -> None:
    lines = [b"x" * length + b"\n" for length in lengths]
    expected = [(number, line if len(line) <= limit else len(line)) for number, line in enumerate(lines, 1)]
    assert list(bounded(io.BytesIO(b"".join(lines)), limit)) == expected


_CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


@given(st.lists(st.tuples(_CELLS.filter(bool), _CELLS), max_size=6))
def test_csv_comes_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerows([("id", "text"), *rows])
    assert [(record.id, told([record])[0]) for record in read(path)] == rows


def test_broken_lines_cost_no_others(tmp_path: Path) -> None:
    lines = [
        b'{"id": "a", "text": "one"}',
        b'{"id": "b", "text": ',
        b'{"id": "c"}',
        b'{"id": "d", "text": null}',
        b"",
        b'{"id": "e", "text": "\xff"}',
        b"[1]",
        b'{"id": ["f"], "text": "x"}',
        b'{"id": "g", "text": "x", "date": 3}',
        b'{"text": "last", "entities": "what newsrooms add"}',
    ]
    (tmp_path / "n.jsonl").write_bytes(b"\n".join(lines))
    records = read(tmp_path / "n.jsonl")
    assert ids(records) == ["a", "n:2", "c", "d", "n:6", "n:7", "n:8", "g", "n:10"]
    assert [record.line for record in records] == [1, 2, 3, 4, 6, 7, 8, 9, 10]
    broken, *rest = told(records)[1:-1]
    assert broken.startswith("no valid JSON: Expecting value")
    assert rest[:2] == [
        "there is no field 'text'; found 'id'. Name the right one with --text-field",
        "Expected `str`, got `null` - at `$.text`",
    ]
    assert "can't decode byte 0xff" in rest[2]
    assert rest[3:] == [
        "Expected `object`, got `list`",
        "Expected `str | int | null`, got `list` - at `$.id`",
        "Expected `str | null`, got `int` - at `$.date`",
    ]


def test_broken_rows_cost_no_others(tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_bytes(b'id,text\na,one\nb\n\nc,"\xff"\nd,"two\nlines"\ne,5" gun\nf,"x"y"\ng,last\n')
    records = read(tmp_path / "n.csv")
    assert [(record.id, record.line, told([record])[0]) for record in records] == [
        ("a", 2, "one"),
        ("n:3", 3, "this row has 1 cells, the header 2"),
        ("n:5", 5, "not UTF-8: byte 0xff (invalid start byte)"),
        ("d", 6, "two\nlines"),
        ("e", 8, '5" gun'),
        ("f", 9, 'xy"'),
        ("g", 10, "last"),
    ]


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (b"id,body", "there is no field 'text'; found 'id', 'body'. Name the right one with --text-field"),
        (b"", "the first line must be a header, which names the fields"),
        (b"\xff\xfei\0d\0", "not UTF-8: byte 0xff (invalid start byte)"),
    ],
)
def test_a_table_without_its_fields_is_one_failure(tmp_path: Path, header: bytes, message: str) -> None:
    (tmp_path / "n.csv").write_bytes(header + b"\na,b\n" * bool(header))
    (tmp_path / "z.txt").write_text("next")
    assert told(read(tmp_path / "n.csv", tmp_path / "z.txt")) == [message, "next"]


def test_a_field_asked_for_must_be_there(tmp_path: Path) -> None:
    (tmp_path / "n.jsonl").write_text('{"text": "x", "key": 1}\n')
    assert ids(read(tmp_path / "n.jsonl", fields=Fields(id="key"))) == ["1"]
    (missing,) = told(read(tmp_path / "n.jsonl", fields=Fields(id="kee")))
    assert missing == "there is no field 'kee'; found 'text', 'key'. Name the right one with --id-field"


def test_invalid_utf8_in_a_table_costs_its_row(tmp_path: Path) -> None:
    text = pa.array([b"fine", b"\xff", b"last"]).view(pa.string())
    parquet.write_table(pa.table({"text": text}), tmp_path / "n.parquet")
    assert told(read(tmp_path / "n.parquet")) == ["fine", "not UTF-8: byte 0xff (invalid start byte)", "last"]


@pytest.mark.parametrize("suffix", [".jsonl.gz", ".jsonl.zst", ".csv.gz", ".txt.zst", ".parquet"])
@pytest.mark.parametrize("damage", ["cut", "garbage"])
def test_a_damaged_file_keeps_what_was_read_and_the_rest_follows(tmp_path: Path, suffix: str, damage: str) -> None:
    (tmp_path / "z.txt").write_text("next")
    path = tmp_path / f"n{suffix}"
    if suffix == ".parquet":
        parquet.write_table(pa.table({"text": ["x"] * 9}), path)
    else:
        packed = PACKINGS[path.suffix](as_jsonl(ROWS) if "jsonl" in suffix else as_csv(ROWS))
        path.write_bytes(packed)
    data = path.read_bytes()
    path.write_bytes(data[:-6] if damage == "cut" else b"garbage" * 9)
    *read_before, failure, last = read(path, tmp_path / "z.txt")
    assert all(isinstance(record.item, Document) for record in [*read_before, last])
    assert isinstance(failure.item, Failure)
    assert (failure.id, failure.item.message != "") == ("n", True)
    if read_before:
        assert f"beyond record {len(read_before)}" in failure.item.message


def test_a_file_that_vanishes_is_one_failure(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one")
    (tmp_path / "b.txt").symlink_to(tmp_path / "nowhere")
    assert told(read(tmp_path)) == ["one", "No such file or directory"]


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".txt", ".parquet"])
def test_a_record_of_50_mb_is_refused_as_one_record(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"n{suffix}"
    _write_large(path, 50 * MEGABYTE)
    tracemalloc.start()
    records = read(path, limit=4 * MEGABYTE)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    messages = [message for message in told(records) if len(message) > 10]
    assert len(messages) == 1
    assert "this record has 52,4" in messages[0]
    assert "more than the 4,194,304 that are read as one; cut it into articles" in messages[0]
    assert len(records) == (1 if suffix == ".txt" else 3)
    assert peak < (220 if suffix == ".parquet" else 20) * MEGABYTE


def _write_large(path: Path, size: int) -> None:
    large = ("wren " * 199 + "wren\n") * (size // 1000)
    if path.suffix == ".txt":
        path.write_text(large)
    elif path.suffix == ".parquet":
        parquet.write_table(pa.table({"text": ["a", large, "b"]}), path, use_dictionary=False)
    elif path.suffix == ".csv":
        path.write_text(f'text\na\n"{large}"\nb\n')
    else:
        path.write_bytes(as_jsonl([{"text": "a"}, {"text": large.replace("\n", " ")}, {"text": "b"}]))


def test_names_are_unique_wherever_files_come_from(tmp_path: Path) -> None:
    for path in ("x/01.txt", "x/deep/a.csv.gz", "y/01.txt", "x/.hidden/b.txt", "x/c.md"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("")
    x, y = tmp_path / "x", tmp_path / "y"
    assert names(x) == ["01", "deep/a"]
    assert names(x / "01.txt", Path("-")) == ["01", "stdin"]
    assert names(x, y) == ["x/01.txt", "x/deep/a.csv.gz", "y/01.txt"]
    assert names(Path("-"), x / "01.txt", y / "01.txt") == ["stdin", "x/01.txt", "y/01.txt"]


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.parquet"])
def test_a_missing_extra_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (tmp_path / name).write_text("")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"dragoman\[arrow\]"):
        Reader(find_sources([tmp_path / name]))


@pytest.mark.parametrize("name", ["none.txt", "a.pdf", "a.parquet.gz", "a.gz"])
def test_what_cannot_be_read_is_told_at_once(tmp_path: Path, name: str) -> None:
    if name != "none.txt":
        (tmp_path / name).write_text("")
    with pytest.raises(InputError, match=r"does not exist|or - for standard input"):
        find_sources([tmp_path / name])


def test_the_position_rises_to_the_total(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(as_jsonl(ROWS))
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(as_csv(ROWS)))
    parquet.write_table(pa.table({"text": ["x", "y"]}), tmp_path / "c.parquet")
    reader = Reader(find_sources([tmp_path]))
    positions = [reader.position for _ in reader]
    assert positions == sorted(positions)
    assert len(positions) == 6
    assert reader.position == reader.total == sum(path.stat().st_size for path in tmp_path.iterdir())
