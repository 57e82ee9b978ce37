"""Tags a Ray dataset. Needs the extra ``ray``.

>>> from dragoman.engines.ray import tag_dataset
>>> tag_dataset(ray.data.read_parquet("news/"), actors=16).write_parquet("tagged/")
"""

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.arrow import import_pyarrow
from dragoman.bulk.batches import BatchTagger, load_once
from dragoman.device import Device
from dragoman.errors import MissingExtraError
from dragoman.records.record import Fields

if TYPE_CHECKING:
    from ray.data import Dataset


class TaggingActor:
    """Holds a model in a process of Ray's and tags the tables that Ray brings."""

    def __init__(self, model: str | None, device: Device, fields: Fields | None) -> None:
        self._tagger = BatchTagger(functools.partial(load_once, model, device, 1), fields)

    def __call__(self, table: Any) -> Any:
        """Tags a ``pyarrow.Table``."""
        pa = import_pyarrow()
        empty = pa.RecordBatch.from_pylist([], schema=table.schema)  # Ray sends empty tables, to see the schema
        return pa.Table.from_batches(self._tagger.each(table.to_batches() or [empty]))


def tag_dataset(
    dataset: "Dataset",
    *,
    actors: int,
    model: Path | str | None = None,
    device: Device = "cpu",
    fields: Fields | None = None,
    batch_size: int = 64,
) -> "Dataset":
    """The results for each row of a dataset, in columns as ``dragoman.arrow.arrow_schema`` has them.

    Args:
        dataset: with an id and a text, perhaps a date, in each row.
        actors: processes with a model each; on the CPU each takes one core, with ``cuda`` one GPU.
        model: folder of a checkpoint, at the same path on every machine; without one, the default checkpoint.
        device: of the models.
        fields: which columns hold what.
        batch_size: rows that an actor gets at once.

    Raises:
        MissingExtraError: ray is not installed.
    """
    try:
        from ray.data import ActorPoolStrategy
    except ImportError as error:
        raise MissingExtraError("ray", "ray") from error
    return dataset.map_batches(
        TaggingActor,
        fn_constructor_args=(None if model is None else str(model), device, fields),
        batch_format="pyarrow",
        batch_size=batch_size,
        compute=ActorPoolStrategy(size=actors),
        num_cpus=1,
        num_gpus=1 if device == "cuda" else 0,
    )
