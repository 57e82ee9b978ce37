"""Documents in Dragoman's own format but without their texts, which stand in a folder that each user has of his own."""

import hashlib
import json
from pathlib import Path
from typing import Any

from dragoman.documents import Document
from dragoman.errors import InputError
from dragoman.jsonl import from_record
from dragoman_training.readers.reading import Lost, Reading, read_text


def read_detached(path: Path, *, texts: str) -> Reading:
    """Joins annotations with the texts that they were made on.

    Each line is a Document as ``dragoman.jsonl`` describes it, but for its text it has ``file``, a name in the folder
    of texts, ``sha256`` of that file's bytes, and ``start`` and ``end``, the code points of the file that were read;
    spans are counted from ``start``. A record that holds its text is taken as it is. A text that is missing or is
    another than the one annotated is reported as lost.

    Args:
        path: a file of JSON lines.
        texts: the folder.

    Raises:
        InputError: the file is missing or unreadable, or there is no such folder.
    """
    path, folder = Path(path), Path(texts)
    if not folder.is_dir():
        raise InputError(
            f"{path.name} holds no texts, only places in them, and there is no folder {folder}; see NOTICE"
        )
    reading = Reading()
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if line.strip():
            try:
                reading.documents.append(_joined(line, folder))
            except InputError as error:
                name = f"{path.stem}:{number}"
                reading.lost.append(Lost(name, "", None, None, "", f"line {number}: {error}"))
    return reading


def _joined(line: str, folder: Path) -> Document:
    try:
        record: dict[str, Any] = json.loads(line)
        if "text" in record:
            return from_record(record)
        name, sha256, start, end = (record[key] for key in ("file", "sha256", "start", "end"))
    except (ValueError, TypeError, KeyError) as error:
        raise InputError(f"no record with file, sha256, start and end: {error}") from error
    text = read_text(folder / name)
    if hashlib.sha256(text.encode("utf-8")).hexdigest() != sha256:
        raise InputError(f"{name} is not the text that was annotated: its SHA-256 differs; take the version in NOTICE")
    return from_record({**record, "text": text[start:end]})
