"""Tags a Spark DataFrame. Needs the extra ``spark`` and a Java runtime.

>>> from dragoman.engines.spark import tag_frame
>>> tag_frame(spark.read.parquet("news/")).write.parquet("tagged/")
"""

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.arrow import arrow_schema
from dragoman.bulk.batches import BatchTagger, load_once
from dragoman.checkpoint import Checkpoint, default_folder
from dragoman.device import Device
from dragoman.errors import MissingExtraError
from dragoman.records.record import Fields

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def tag_frame(
    frame: "DataFrame", *, model: Path | str | None = None, device: Device = "cpu", fields: Fields | None = None
) -> "DataFrame":
    """The results for each row of a frame, in columns as ``dragoman.arrow.arrow_schema`` has them.

    Args:
        frame: with an id and a text, perhaps a date, in each row.
        model: folder of a checkpoint, at the same path on every machine; without one, the default checkpoint.
        device: of the model. On the CPU it takes one core, as a Spark task does.
        fields: which columns hold what.

    Raises:
        MissingExtraError: pyspark is not installed.
        CheckpointError: there is no such checkpoint.
    """
    try:
        from pyspark.sql.pandas.types import from_arrow_schema
    except ImportError as error:
        raise MissingExtraError("pyspark", "spark") from error
    scheme = Checkpoint(model or default_folder()).config.scheme
    load = functools.partial(load_once, None if model is None else str(model), device, 1)
    return frame.mapInArrow(BatchTagger(load, fields).each, from_arrow_schema(arrow_schema(scheme)))
