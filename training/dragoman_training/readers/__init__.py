"""Readers: from a corpus as its makers publish it to documents that carry the corpus's own labels.

What labels mean in the scheme is said by the config, not here. A reader raises only where nothing can be read at all;
every gold span that it could not place is listed, so that none disappears without a word.
"""

from collections.abc import Callable

from dragoman_training.readers.brat import read_brat
from dragoman_training.readers.conll import read_conll
from dragoman_training.readers.detached import read_detached
from dragoman_training.readers.ewn import read_ewn
from dragoman_training.readers.geneva import read_geneva
from dragoman_training.readers.jsonl import read_jsonl
from dragoman_training.readers.m2e2 import read_m2e2
from dragoman_training.readers.plover_gsr import read_plover_gsr
from dragoman_training.readers.polnear import read_polnear
from dragoman_training.readers.propbank_ewt import read_propbank_ewt
from dragoman_training.readers.qanom import read_qanom
from dragoman_training.readers.rams import read_rams
from dragoman_training.readers.reading import Lost, Reading
from dragoman_training.readers.tools import read_doccano, read_label_studio, read_prodigy
from dragoman_training.readers.wikievents import read_wikievents

#: What a config calls a reader -> the reader.
READERS: dict[str, Callable[..., Reading]] = {
    "brat": read_brat,
    "conll": read_conll,
    "detached": read_detached,
    "doccano": read_doccano,
    "ewn": read_ewn,
    "geneva": read_geneva,
    "jsonl": read_jsonl,
    "label-studio": read_label_studio,
    "m2e2": read_m2e2,
    "plover-gsr": read_plover_gsr,
    "polnear": read_polnear,
    "prodigy": read_prodigy,
    "propbank-ewt": read_propbank_ewt,
    "qanom": read_qanom,
    "rams": read_rams,
    "wikievents": read_wikievents,
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
    "read_geneva",
    "read_jsonl",
    "read_label_studio",
    "read_m2e2",
    "read_plover_gsr",
    "read_polnear",
    "read_prodigy",
    "read_propbank_ewt",
    "read_qanom",
    "read_rams",
    "read_wikievents",
]
