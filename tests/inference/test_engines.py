"""The adapters against what they adapt to, where it is installed: the rows of a plain run."""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from birds import Birdwatcher, Notes
from strategies import SCHEME

from dragoman.arrow import arrow_schema
from dragoman.bulk.batches import BatchTagger
from dragoman.bulk.run import Plan, run
from dragoman.bulk.workers import Workers
from dragoman.engines.ray import TaggingActor, tag_dataset
from dragoman.engines.spark import tag_frame
from dragoman.errors import InputError, MissingExtraError
from dragoman.records.record import Fields

ROWS = [{"id": f"b{number}", "text": f"a wren {number}", "date": None, "other": 1} for number in range(30)]
ODD = [{"id": "c", "text": "cuckoo"}, {"id": "d", "text": None}, {"id": "e", "text": ""}]


def batch(rows: list[dict[str, Any]]) -> pa.RecordBatch:
    schema = pa.schema([("id", pa.string()), ("text", pa.string()), ("date", pa.string()), ("other", pa.int64())])
    return pa.RecordBatch.from_pylist(rows, schema=schema)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(3):
        table = pa.Table.from_batches([batch(ROWS[number * 10 : number * 10 + 10])])
        parquet.write_table(table, folder / f"{number}.parquet")
    return folder


def plain_rows(news: Path, out: Path, workers: Workers) -> list[str]:
    run(Plan([news], out, "m", "parquet"), workers, Notes())
    return as_lines(parquet.read_table(out / "part-0001-00001.parquet").to_pylist())


def as_lines(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


def test_a_batch_gives_a_row_for_each_record() -> None:
    found = BatchTagger(Birdwatcher)(batch(ROWS[:2] + ODD))
    assert found.schema == arrow_schema(SCHEME)
    assert found["id"].to_pylist() == ["b0", "b1", "c", "d", "e"]
    assert [len(entities) for entities in found["entities"].to_pylist()] == [1, 1, 0, 0, 0]
    assert [error is None for error in found["error"].to_pylist()] == [True, True, False, False, True]


def test_batches_give_the_rows_of_a_plain_run(news: Path, tmp_path: Path) -> None:
    batches = [found for path in sorted(news.iterdir()) for found in parquet.read_table(path).to_batches()]
    rows = [row for found in BatchTagger(Birdwatcher).each(batches) for row in found.to_pylist()]
    with Workers(Birdwatcher, "parquet", 1) as workers:
        assert as_lines(rows) == plain_rows(news, tmp_path / "out", workers)


def test_a_batch_needs_its_columns_and_may_call_them_otherwise() -> None:
    with pytest.raises(InputError, match="there is no field 'id'; found 'text'"):
        BatchTagger(Birdwatcher)(pa.RecordBatch.from_pylist([{"text": "wren"}]))
    found = BatchTagger(Birdwatcher, Fields("body", "key"))(pa.RecordBatch.from_pylist([{"body": "wren", "key": 3}]))
    assert found["id"].to_pylist() == ["3"]


def test_without_an_engine_its_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray.data", None)
    monkeypatch.setitem(sys.modules, "pyspark.sql.pandas.types", None)
    with pytest.raises(MissingExtraError, match=r"dragoman\[ray\]"):
        tag_dataset(None, actors=1)  # never looked at
    with pytest.raises(MissingExtraError, match=r"dragoman\[spark\]"):
        tag_frame(None)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    from tiny import save_tiny

    save_tiny(tmp_path / "model", SCHEME)
    return tmp_path / "model"


def real_rows(news: Path, out: Path, model: Path) -> list[str]:
    import dragoman

    with Workers(lambda: dragoman.load(model, device="cpu"), "parquet", 1) as workers:
        return plain_rows(news, out, workers)


def test_an_actor_takes_tables_and_empty_ones(news: Path, tmp_path: Path, model: Path) -> None:
    actor = TaggingActor(str(model), "cpu", None)
    table = parquet.read_table(news)
    assert as_lines(actor(table).to_pylist()) == real_rows(news, tmp_path / "out", model)
    assert actor(table.slice(0, 0)).schema == arrow_schema(SCHEME)


@pytest.mark.filterwarnings("ignore")  # Ray's own
def test_ray_gives_the_rows_of_a_plain_run(news: Path, tmp_path: Path, model: Path) -> None:
    ray = pytest.importorskip("ray", reason="ray is not installed: pip install 'dragoman[ray]'")
    ray.init(num_cpus=2, include_dashboard=False)
    try:
        rows = tag_dataset(ray.data.read_parquet(str(news)), actors=1, model=model).take_all()
    finally:
        ray.shutdown()
    assert as_lines(rows) == real_rows(news, tmp_path / "out", model)


@pytest.mark.filterwarnings("ignore")  # Spark's own
def test_spark_gives_the_rows_of_a_plain_run(news: Path, tmp_path: Path, model: Path) -> None:
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed: pip install 'dragoman[spark]'")
    if shutil.which("java") is None:
        pytest.skip("Spark needs a Java runtime, and there is no java on the path")
    session = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        found = tag_frame(session.read.parquet(str(news)), model=model).collect()
    finally:
        session.stop()
    assert as_lines([row.asDict(recursive=True) for row in found]) == real_rows(news, tmp_path / "out", model)
