"""Records that end with a line: JSON lines and CSV. A record too long is never held, and costs no other."""

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from dragoman.errors import InputError
from dragoman.jsonl import parse_json
from dragoman.records.record import Fields, Record, failed, too_long
from dragoman.records.sources import Source

_BOM = b"\xef\xbb\xbf"
_PIECE = 1 << 16


def read_jsonl(file: BinaryIO, source: Source, fields: Fields, limit: int) -> Iterator[Record]:
    """Reads JSON lines; blank ones are skipped. Of a record only id, text and date are looked at."""
    for line, data in bounded(file, limit):
        if isinstance(data, int):
            yield too_long(str(source.path), line, data, limit, f"{source.name}:{line}")
        elif data.strip():
            yield _json_record(data, line, source, fields)


def read_csv(file: BinaryIO, source: Source, fields: Fields, limit: int) -> Iterator[Record]:
    """Reads comma-separated values with a header (RFC 4180), in UTF-8.

    Python's reader, since pyarrow's gives up a whole file for one broken row. A record's line is the one where it
    begins.

    Raises:
        InputError: there is no header that can be read, or it lacks a field.
    """
    csv.field_size_limit(max(limit, csv.field_size_limit()))  # else 128 kB; Python keeps one limit for the process
    records = bounded(file, limit, quoted=True)
    header = _csv_header(records)
    fields.check_columns(header)
    path = str(source.path)
    for line, data in records:
        id = f"{source.name}:{line}"
        if isinstance(data, int):
            yield too_long(path, line, data, limit, id)
            continue
        try:
            rows = _csv_rows(data)
        except InputError as error:
            yield failed(path, line, str(error), id)
            continue
        yield from (_csv_record(row, header, line + before, source, fields) for before, row in rows)


def bounded(file: BinaryIO, limit: int, *, quoted: bool = False) -> Iterator[tuple[int, bytes | int]]:
    """Yields each record with the number of its first line; of one over ``limit`` bytes, its size only.

    Args:
        file: a byte order mark at its head is left out. Only a line feed ends a line: U+2028 and its like stand in
            texts.
        limit: in bytes.
        quoted: whether a line feed between double quotes belongs to the record.
    """
    line = first = 1
    size, odd = 0, False
    record = bytearray()
    while piece := file.readline(_PIECE):
        if line == 1 and not size:
            piece = piece.removeprefix(_BOM)
        size += len(piece)
        if size <= limit:
            record += piece
        else:
            record.clear()
        odd ^= quoted and piece.count(b'"') % 2 == 1
        if piece.endswith(b"\n"):
            line += 1
            if not odd:
                yield first, bytes(record) if size <= limit else size
                size, first = 0, line
                record.clear()
    if size:
        yield first, bytes(record) if size <= limit else size


def _json_record(data: bytes, line: int, source: Source, fields: Fields) -> Record:
    try:
        row = parse_json(data)
        if not isinstance(row, dict):
            raise InputError(f"Expected `object`, got `{type(row).__name__}`")
    except InputError as error:
        return failed(str(source.path), line, str(error), f"{source.name}:{line}")
    return fields.document(row, str(source.path), line, source.name)


def _csv_header(records: Iterator[tuple[int, bytes | int]]) -> list[str]:
    _, data = next(records, (1, b""))
    rows = [] if isinstance(data, int) else _csv_rows(data)
    if len(rows) != 1:
        raise InputError("the first line must be a header, which names the fields")
    return rows[0][1]


def _csv_rows(data: bytes) -> list[tuple[int, list[str]]]:
    """The rows of a record, each with the number of lines before: one, but where a stray mark has joined several."""
    rows, before = [], 0
    try:
        reader = csv.reader(io.StringIO(data.decode("utf-8"), newline=""))
        for row in reader:
            if row:
                rows.append((before, row))
            before = reader.line_num
        return rows
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8: byte 0x{data[error.start]:02x} ({error.reason})") from error
    except csv.Error as error:
        raise InputError(f"no valid CSV: {error}") from error


def _csv_record(row: list[str], header: list[str], line: int, source: Source, fields: Fields) -> Record:
    if len(row) != len(header):
        message = f"this row has {len(row)} cells, the header {len(header)}"
        return failed(str(source.path), line, message, f"{source.name}:{line}")
    return fields.document(dict(zip(header, row, strict=True)), str(source.path), line, source.name)
