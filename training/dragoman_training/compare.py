"""``dragoman-train compare``: two annotations of the same documents, say by two annotators."""

from collections.abc import Sequence
from pathlib import Path

from dragoman.documents import Document
from dragoman.errors import InputError
from dragoman_training.evaluation.report import Report, evaluate_documents
from dragoman_training.readers import read_detached, read_jsonl


def compare(first: Sequence[Document], second: Sequence[Document]) -> Report:
    """Scores a second annotation as if the first were gold; F1 is the same either way.

    Only documents that both hold are compared, by their ids.

    Raises:
        InputError: they have no document in common, or a text differs.
    """
    known = {document.id: document for document in first}
    both = [document for document in second if document.id in known]
    if not both:
        raise InputError("the two have no document in common; documents are paired by their ids")
    return evaluate_documents([known[document.id] for document in both], both)


def read_annotated(paths: Sequence[Path], texts: Path | None = None) -> list[Document]:
    """The documents of several files of Document JSON lines.

    Args:
        paths: the files.
        texts: the folder of their texts, for files that hold none; see ``read_detached``.

    Raises:
        InputError: a file, a line or a text cannot be read.
    """
    readings = [read_detached(path, texts=str(texts)) if texts else read_jsonl(path) for path in paths]
    lost = [one for reading in readings for one in reading.lost]
    if lost:
        raise InputError(f"{lost[0].document}: {lost[0].reason}")
    return [document for reading in readings for document in reading.documents]
