"""Records in Parquet files, a few rows at a time."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from dragoman.arrow import import_pyarrow
from dragoman.records.record import Fields, Record, failed, too_long
from dragoman.records.sources import Source

# Few, so that long articles do not fill the memory.
_ROWS = 64


def read_parquet(file: BinaryIO, source: Source, fields: Fields, limit: int) -> Iterator[Record]:
    """Reads the rows of a Parquet file, of which only the columns needed are loaded. Rows count from 1.

    Raises:
        MissingExtraError: pyarrow is not installed.
        InputError: the file lacks a field.
        pyarrow.ArrowException: it is damaged.
    """
    import_pyarrow()
    import pyarrow.parquet as parquet

    table = parquet.ParquetFile(file, pre_buffer=False)
    names = table.schema_arrow.names
    fields.check_columns(names)
    row = 1
    for batch in table.iter_batches(_ROWS, columns=[name for name in dict.fromkeys(fields.names) if name in names]):
        yield from records_of(batch, source, fields, limit, row)
        row += batch.num_rows


def records_of(batch: Any, source: Source, fields: Fields, limit: int, first: int = 1) -> Iterator[Record]:
    """The records that a record batch holds.

    Args:
        batch: of pyarrow, with the columns of ``fields`` alone.
        source: where it comes from.
        fields: which of its columns hold what.
        limit: a longer text is refused.
        first: number of its first row.
    """
    for index in range(batch.num_rows):
        yield _record(batch, index, first + index, source, fields, limit)


def _record(batch: Any, index: int, row: int, source: Source, fields: Fields, limit: int) -> Record:
    path, id = str(source.path), f"{source.name}:{row}"
    try:
        cells = {name: batch.column(name)[index].as_py() for name in batch.schema.names}
    except UnicodeDecodeError as error:
        return failed(path, row, f"not UTF-8: byte 0x{error.object[error.start]:02x} ({error.reason})", id)
    text = cells[fields.text]
    if isinstance(text, str) and len(text) > limit:
        return too_long(path, row, len(text), limit, id)
    return fields.document(cells, path, row, source.name)
