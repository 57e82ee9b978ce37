"""Writers: from documents to the files of annotation tools, for people who correct what a model found."""

from collections.abc import Callable, Sequence
from pathlib import Path

from dragoman.documents import Document
from dragoman.files import whole_file
from dragoman.jsonl import to_json
from dragoman.scheme import Scheme
from dragoman_training.writers.brat import write_brat
from dragoman_training.writers.tools import write_doccano, write_label_studio, write_prodigy


def write_jsonl(documents: Sequence[Document], path: Path, scheme: Scheme) -> None:
    """Writes one document a line, as ``dragoman.jsonl`` describes it."""
    with whole_file(path) as file:
        for document in documents:
            file.write(to_json(document).encode() + b"\n")


#: What ``dragoman-train convert --to`` calls a format -> its writer.
WRITERS: dict[str, Callable[[Sequence[Document], Path, Scheme], None]] = {
    "brat": write_brat,
    "doccano": write_doccano,
    "jsonl": write_jsonl,
    "label-studio": write_label_studio,
    "prodigy": write_prodigy,
}

__all__ = ["WRITERS", "write_brat", "write_doccano", "write_jsonl", "write_label_studio", "write_prodigy"]
