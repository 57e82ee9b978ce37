import errno
import json
import os
import resource
from pathlib import Path

import pyarrow.parquet as parquet
import pytest
from birds import Birdwatcher, Notes
from hypothesis import given
from hypothesis import strategies as st
from strategies import SCHEME

from dragoman.arrow import arrow_schema
from dragoman.bulk.parts import grouped
from dragoman.bulk.run import Plan, Totals, run
from dragoman.bulk.selection import Shard, parse_shard, selected
from dragoman.bulk.tagging import Outcome, tag_each
from dragoman.bulk.workers import Workers
from dragoman.documents import Document
from dragoman.errors import InputError
from dragoman.jsonl import Failure, iter_documents
from dragoman.records.record import Record


def write(path: Path, *rows: dict[str, object] | str) -> Path:
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows))
    return path


def birds(path: Path, count: int = 10) -> Path:
    return write(path, *({"id": f"b{number}", "text": f"a wren {number}"} for number in range(count)))


def tag(*inputs: Path, out: Path, notes: Notes | None = None, model: str = "m", **options: object) -> Totals:
    plan = Plan(inputs, out, model, **{"part_size": 3, **options})
    with Workers(Birdwatcher, plan.format, 1) as workers:
        return run(plan, workers, notes or Notes())


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def rows(folder: Path) -> list[dict[str, object]]:
    parts = sorted(folder.glob("part-*.jsonl"))
    return [json.loads(line) for part in parts for line in part.read_text().splitlines()]


def test_parts_hold_all_records_in_order_and_the_manifest_says_which(tmp_path: Path) -> None:
    totals = tag(birds(tmp_path / "b.jsonl", 7), out=tmp_path / "out")
    assert list(contents(tmp_path / "out")) == [
        "manifest-0001.jsonl", "part-0001-00001.jsonl", "part-0001-00002.jsonl", "part-0001-00003.jsonl",
    ]  # fmt: skip
    assert [row["id"] for row in rows(tmp_path / "out")] == [f"b{number}" for number in range(7)]
    header, *entries = (tmp_path / "out/manifest-0001.jsonl").read_text().splitlines()
    assert json.loads(header)["model"] == "m"
    assert [json.loads(entry)["ids"] for entry in entries] == [["b0", "b1", "b2"], ["b3", "b4", "b5"], ["b6"]]
    assert (totals.documents, totals.failed, totals.words, totals.share) == (7, 0, 21, 1.0)
    assert totals.characters == 7 * len("a wren 0")


def test_what_fails_keeps_its_place_with_id_and_reason(tmp_path: Path) -> None:
    path = write(
        tmp_path / "b.jsonl", {"id": "a", "text": "wren"}, "{", {"id": "c"}, {"id": "d", "text": "cuckoo"},
        {"id": "a", "text": "other"}, {"id": "f", "text": "tit"},
    )  # fmt: skip
    notes = Notes()
    totals = tag(path, out=tmp_path / "out", notes=notes)
    found = rows(tmp_path / "out")
    assert [row["id"] for row in found] == ["a", "b:2", "c", "d", "a", "f"]
    errors = [row.get("error") for row in found]
    assert errors == [None, *notes.failures, None]
    assert notes.failures[1:] == [
        f"{path}:3: there is no field 'text'; found 'id'. Name the right one with --text-field",
        "document 'd' cannot be tagged: ValueError: no bird of ours",
        f"{path}:5: an earlier record has the id 'a' too; give each record an id of its own",
    ]
    assert (totals.documents, totals.failed) == (2, 4)


def test_a_part_is_read_back_with_its_failures(tmp_path: Path) -> None:
    tag(write(tmp_path / "b.jsonl", {"id": "a", "text": "wren"}, {"id": "c"}), out=tmp_path / "out")
    document, failure = iter_documents(tmp_path / "out/part-0001-00001.jsonl")
    assert isinstance(document, Document)
    assert isinstance(failure, Failure)
    assert "there is no field 'text'" in failure.message


def test_parquet_has_the_fixed_schema_and_the_same_rows(tmp_path: Path) -> None:
    path = write(tmp_path / "b.jsonl", {"id": "a", "text": "wren"}, {"id": "c"}, *({"text": "x"} for _ in range(40)))
    for format in ("jsonl", "parquet"):
        tag(path, out=tmp_path / format, format=format, part_size=100)
    table = parquet.read_table(tmp_path / "parquet/part-0001-00001.parquet")
    assert table.schema == arrow_schema(SCHEME)
    assert table["id"].to_pylist() == [row["id"] for row in rows(tmp_path / "jsonl")]
    assert table["error"].to_pylist() == [row.get("error") for row in rows(tmp_path / "jsonl")]
    assert table["entities"].to_pylist()[0][0]["text"] == "wren"


def test_a_finished_run_resumed_does_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "b.jsonl", {"id": "a", "text": "wren"}, {"id": "c"})
    tag(path, out=tmp_path / "out")
    before = contents(tmp_path / "out")
    totals = tag(path, out=tmp_path / "out", resume=True)
    assert (totals.documents, totals.documents_before, totals.failed_before) == (0, 1, 1)
    assert contents(tmp_path / "out") == before


@pytest.mark.parametrize("harm", ["part lost", "part cut", "line cut", "line broken", "header cut", "left over"])
def test_whatever_a_kill_leaves_is_mended(tmp_path: Path, harm: str) -> None:
    path, out = birds(tmp_path / "b.jsonl"), tmp_path / "out"
    tag(path, out=out)
    whole, part, manifest = contents(out), out / "part-0001-00002.jsonl", out / "manifest-0001.jsonl"
    lines = manifest.read_bytes().splitlines(keepends=True)
    if harm == "part lost":
        part.unlink()
    elif harm == "part cut":
        part.write_bytes(part.read_bytes()[:-9])
    elif harm == "line cut":
        manifest.write_bytes(manifest.read_bytes()[:-9])
    elif harm == "line broken":
        manifest.write_bytes(b"".join([*lines[:2], b"{]\n", *lines[3:]]))
    elif harm == "header cut":
        manifest.write_bytes(lines[0][:9])
        for written in out.glob("part-*"):
            written.unlink()
    else:
        (out / ".part-0001-00004.jsonl.77.part").write_bytes(b"half")
    tag(path, out=out, resume=True)
    assert {name: data for name, data in contents(out).items() if name.startswith((".", "part"))} == {
        name: data for name, data in whole.items() if name.startswith("part")
    }


def test_changed_input_is_tagged_anew_and_parts_beyond_it_are_set_aside(tmp_path: Path) -> None:
    path, out = birds(tmp_path / "b.jsonl", 9), tmp_path / "out"
    tag(path, out=out)
    write(path, *({"id": f"b{number}", "text": f"a wren {number}"} for number in range(3)), {"id": "n", "text": "wren"})
    totals = tag(path, out=out, resume=True)
    assert (totals.documents_before, totals.documents) == (3, 1)
    tag(path, out=tmp_path / "fresh")
    old = (out / "part-0001-00003.jsonl.old").read_text().splitlines()
    assert [json.loads(line)["id"] for line in old] == ["b6", "b7", "b8"]
    assert rows(out) == rows(tmp_path / "fresh")


def test_a_run_is_not_mixed_with_another(tmp_path: Path) -> None:
    path, out = birds(tmp_path / "b.jsonl"), tmp_path / "out"
    tag(path, out=out)
    before = contents(out)
    for message, options in (
        ("holds a run already; go on with it by --resume", {}),
        ("model 'm', now 'other'", {"resume": True, "model": "other"}),
        ("part_size 3, now 4", {"resume": True, "part_size": 4}),
        ("output 'jsonl', now 'parquet'", {"resume": True, "format": "parquet"}),
        ("shards 1, now 2", {"shard": Shard(2, 2)}),
    ):
        with pytest.raises(InputError, match=message):
            tag(path, out=out, **options)
    (out / "manifest-0001.jsonl").unlink()
    with pytest.raises(InputError, match=r"holds part-0001-00001\.jsonl, but no manifest of it"):
        tag(path, out=out, resume=True)
    assert {**before, **contents(out)} == before


def test_two_processes_do_not_work_on_one_shard(tmp_path: Path) -> None:
    import fcntl

    path, out = birds(tmp_path / "b.jsonl"), tmp_path / "out"
    out.mkdir()
    with (out / "manifest-0001.jsonl").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(InputError, match="another process is at work"):
            tag(path, out=out)


def test_shards_share_all_records_between_them(tmp_path: Path) -> None:
    again = write(tmp_path / "c.jsonl", *({"id": f"b{number % 20}", "text": "x"} for number in range(30)))
    paths = [birds(tmp_path / "b.jsonl", 30), again]
    for number in (1, 2, 3):
        tag(*paths, out=tmp_path / "out", shard=Shard(number, 3))
    tag(*paths, out=tmp_path / "whole")
    assert sorted(map(str, rows(tmp_path / "out"))) == sorted(map(str, rows(tmp_path / "whole")))
    assert len(rows(tmp_path / "whole")) == 60


@given(st.text(), st.integers(1, 9))
def test_every_id_is_in_one_shard(id: str, count: int) -> None:
    assert sum(Shard(number, count).holds(id) for number in range(1, count + 1)) == 1


@pytest.mark.parametrize("text", ["0/2", "3/2", "1", "a/b", "1/0", "-1/2", "1/2/3"])
def test_a_wrong_shard_is_told(text: str) -> None:
    with pytest.raises(InputError, match="shard"):
        parse_shard(text)


def test_a_second_document_of_an_id_fails_but_not_one_after_a_failure() -> None:
    items = [Failure("f", 1, "bad", id="a"), Document("a", "x"), Document("a", "y"), Document("b", "x")]
    found = [record.item for record in selected((Record(item, "f", 9) for item in items), Shard())]
    assert found[:2] == items[:2]
    assert isinstance(found[2], Failure)
    assert found[3] == items[3]


@given(st.lists(st.integers(0, 30)), st.integers(1, 5), st.integers(1, 60))
def test_groups_are_all_items_and_bounded(lengths: list[int], size: int, characters: int) -> None:
    items = [Document(str(number), "x" * length) for number, length in enumerate(lengths)]
    groups = list(grouped(items, size, characters))
    assert [item for group in groups for item in group] == items
    assert all(len(group) <= size for group in groups)
    assert all(len(group) == 1 or sum(len(item.text) for item in group) <= characters for group in groups)


def test_a_document_that_cannot_be_tagged_costs_no_other() -> None:
    items = [Document("a", "a wren"), Failure("f", 2, "bad", id="b"), Document("c", "cuckoo"), Document("d", "tit")]
    first, *rest = tag_each(items, Birdwatcher())
    assert (first.document.id, len(first.document.entities), first.error) == ("a", 1, None)
    assert rest == [
        Outcome(Document("b", ""), "f:2: bad"),
        Outcome(Document("c", ""), "document 'c' cannot be tagged: ValueError: no bird of ours"),
        Outcome(Document("d", "tit")),
    ]


def test_the_disk_is_full_and_then_is_not(tmp_path: Path) -> None:
    path, out = birds(tmp_path / "b.jsonl", 30), tmp_path / "out"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1200, hard))  # a part fits, a manifest of three parts does not
    try:
        with pytest.raises(InputError, match=f"cannot write .*{os.strerror(errno.EFBIG)}"):
            tag(path, out=out)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    totals = tag(path, out=out, resume=True)
    tag(path, out=tmp_path / "fresh")
    assert totals.documents_before > 0
    assert contents(out) == contents(tmp_path / "fresh")


def test_a_part_that_cannot_be_written_ends_the_run_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, out, synced = birds(tmp_path / "b.jsonl", 30), tmp_path / "out", []

    def full(handle: int) -> None:
        synced.append(handle)
        if len(synced) == 8:
            raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(InputError, match="No space left on device"):
            tag(path, out=out)
    tag(path, out=out, resume=True)
    tag(path, out=tmp_path / "fresh")
    assert contents(out) == contents(tmp_path / "fresh")


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    path = birds(tmp_path / "b.jsonl")
    with pytest.raises(InputError, match="cannot write"):
        tag(path, out=path / "out")
    with pytest.raises(InputError, match="lies in the input folder"):
        tag(tmp_path, out=tmp_path / "out")


def test_progress_rises_to_one(tmp_path: Path) -> None:
    notes = Notes()
    tag(birds(tmp_path / "b.jsonl", 40), out=tmp_path / "out", notes=notes)
    assert notes.shares == sorted(notes.shares)
    assert len(set(notes.shares)) > 5
    assert notes.shares[-1] == 1.0


def test_two_workers_give_the_same_bytes(tmp_path: Path) -> None:
    path = birds(tmp_path / "b.jsonl", 80)
    with Workers(Birdwatcher, "jsonl", 2) as workers:
        run(Plan([path], tmp_path / "two", "m", part_size=50), workers, Notes())
    tag(path, out=tmp_path / "one", part_size=50)
    assert contents(tmp_path / "two") == contents(tmp_path / "one")
