"""Documents in Dragoman's own format."""

from pathlib import Path

from dragoman.documents import Document
from dragoman.errors import InputError
from dragoman.jsonl import iter_documents
from dragoman_training.readers.reading import Lost, Reading


def read_jsonl(path: Path) -> Reading:
    """Reads one document from each line, as ``dragoman tag`` writes them and ``dragoman.jsonl`` describes them.

    A line that cannot be read is reported as lost, and the rest follows. Scores are left as they are.

    Raises:
        InputError: the file is missing or unreadable.
    """
    path = Path(path)
    reading = Reading()
    for item in iter_documents(path):
        if isinstance(item, Document):
            reading.documents.append(item)
        elif item.line is None:
            raise InputError(f"cannot read {path}: {item.message}; check the corpus's path")
        else:
            name = f"{path.stem}:{item.line}"
            reading.lost.append(Lost(name, "", None, None, "", f"line {item.line}: {item.message}"))
    return reading
