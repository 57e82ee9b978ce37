"""Readers: from a corpus as its makers publish it to documents that carry the corpus's own labels.

What labels mean in the scheme is said by the config, not here. A reader raises only where nothing can be read at all;
every gold span that it could not place is listed, so that none disappears without a word.
"""

from collections.abc import Callable

from dragoman_training.readers.brat import read_brat
from dragoman_training.readers.conll import read_conll
from dragoman_training.readers.detached import read_detached
from dragoman_training.readers.ewn import read_ewn
from dragoman_training.readers.jsonl import read_jsonl
from dragoman_training.readers.polnear import read_polnear
from dragoman_training.readers.reading import Lost, Reading
from dragoman_training.readers.tools import read_doccano, read_label_studio, read_prodigy

#: What a config calls a reader -> the reader.
READERS: dict[str, Callable[..., Reading]] = {
    "brat": read_brat,
    "conll": read_conll,
    "detached": read_detached,
    "doccano": read_doccano,
    "ewn": read_ewn,
    "jsonl": read_jsonl,
    "label-studio": read_label_studio,
    "polnear": read_polnear,
    "prodigy": read_prodigy,
}

__all__ = [
    "READERS",
    "Lost",
    "Reading",
    "read_brat",
    "read_conll",
    "read_detached",
    "read_doccano",
    "read_ewn",
    "read_jsonl",
    "read_label_studio",
    "read_polnear",
    "read_prodigy",
]
