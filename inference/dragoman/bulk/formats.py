"""The bytes of a part: JSON lines or Parquet. A record that failed stands in its place, with its id and its error."""

import io
import json
from collections.abc import Sequence
from typing import Any, Literal

from dragoman.arrow import arrow_schema, import_pyarrow, to_arrow_record
from dragoman.bulk.tagging import Outcome
from dragoman.jsonl import to_json, to_record
from dragoman.scheme import Scheme

Format = Literal["jsonl", "parquet"]


def encoded(outcomes: Sequence[Outcome], format: Format, scheme: Scheme) -> bytes:
    """A piece of a part, such as a worker sends.

    Raises:
        MissingExtraError: Parquet needs pyarrow, which is not installed.
    """
    if format == "jsonl":
        return b"".join(_line(outcome) for outcome in outcomes)
    pa = import_pyarrow()
    batch = to_batch(outcomes, scheme)
    with io.BytesIO() as file:
        with pa.ipc.new_stream(file, batch.schema) as stream:
            stream.write_batch(batch)
        return file.getvalue()


def joined(pieces: Sequence[bytes], format: Format) -> bytes:
    """A part, made of its pieces."""
    if format == "jsonl":
        return b"".join(pieces)
    pa = import_pyarrow()
    import pyarrow.parquet as parquet

    tables = [pa.ipc.open_stream(piece).read_all() for piece in pieces]
    with io.BytesIO() as file:
        parquet.write_table(pa.concat_tables(tables), file, compression="zstd")
        return file.getvalue()


def to_batch(outcomes: Sequence[Outcome], scheme: Scheme) -> Any:
    """A record batch with a row for each outcome, of the schema ``arrow_schema(scheme)``."""
    rows = [to_arrow_record(outcome.document, scheme, error=outcome.error) for outcome in outcomes]
    return import_pyarrow().RecordBatch.from_pylist(rows, schema=arrow_schema(scheme))


def _line(outcome: Outcome) -> bytes:
    if outcome.error is None:
        return to_json(outcome.document).encode() + b"\n"
    # With escapes, since a message may quote what UTF-8 cannot hold.
    return json.dumps(to_record(outcome.document) | {"error": outcome.error}).encode() + b"\n"
