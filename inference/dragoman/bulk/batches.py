"""A batch of records in, a batch of results out, both Arrow: what engines such as Ray and Spark call."""

import functools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from dragoman.bulk.formats import to_batch
from dragoman.bulk.tagging import Tagger, tag_each
from dragoman.device import Device
from dragoman.records.record import RECORD_LIMIT, Fields
from dragoman.records.sources import Source
from dragoman.records.tables import records_of


class BatchTagger:
    """Maps batches of records to batches of results, a row for each, with the schema ``arrow_schema(scheme)``.

    A record that fails comes with its id and its ``error``. Ids must be there: a batch does not know where in the input
    it stands, so none can be made; nor can two records of one id be noticed.

    Args:
        load: makes the model, in the process that first tags; it must be picklable to be sent there.
        fields: which columns hold what; others are left behind.
        limit: a text of more characters is refused.
    """

    def __init__(self, load: Callable[[], Tagger], fields: Fields | None = None, *, limit: int = RECORD_LIMIT) -> None:
        fields = fields or Fields()
        self._load, self._limit = load, limit
        self._fields = Fields(fields.text, fields.id or "id", fields.date)

    def __call__(self, batch: Any) -> Any:
        """Tags a ``pyarrow.RecordBatch``.

        Raises:
            InputError: it lacks a column.
        """
        self._fields.check_columns(batch.schema.names)
        needed = [name for name in dict.fromkeys(self._fields.names) if name in batch.schema.names]
        found = records_of(batch.select(needed), _BATCH, self._fields, self._limit)
        model = self._load()
        return to_batch(tag_each([record.item for record in found], model), model.scheme)

    def each(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Tags batches as they come."""
        return map(self, batches)


_BATCH = Source(Path("batch"), "batch", "parquet", None, 0)


@functools.lru_cache(maxsize=1)
def load_once(path: str | None, device: Device, threads: int | None) -> Tagger:
    """The model of this process: engines send a function anew for each task, and loading takes most of a second."""
    from dragoman import load

    return load(path, device=device, threads=threads)
