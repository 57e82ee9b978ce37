"""Training examples: windows with their targets as rows of a ``datasets.Dataset``, and how they are batched."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import datasets
import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from dragoman.tokens import Ints, Tokens, tokenise
from dragoman.windows import SpecialPieces, Window, WindowSize, first_pieces, windows
from dragoman_training.corpora import Corpus
from dragoman_training.readers.reading import Lost
from dragoman_training.targets import ANYTHING, NO_STATUS, Anchor, TargetMaker, Targets

Row = dict[str, Any]


def make_examples(
    corpora: Sequence[Corpus], tokenizer: Tokenizer, size: WindowSize, maker: TargetMaker, seed: int
) -> tuple[datasets.Dataset, list[Lost]]:
    """The windows of all corpora, each corpus repeated by its weight, and the gold spans that cannot be reached."""
    rows: list[Row] = []
    lost: list[Lost] = []
    for corpus in corpora:
        own: list[Row] = []
        for document in corpus.documents:
            tokens = tokenise(tokenizer, document.text)
            targets = maker.make(document, tokens, corpus.config)
            lost.extend(targets.lost)
            own.extend(_row(tokens, window, targets) for window in windows(tokens, size))
        rows.extend(repeated(own, corpus.config.weight, seed))
    return datasets.Dataset.from_list(rows), lost


def repeated(rows: Sequence[Row], weight: float, seed: int) -> Iterator[Row]:
    """Yields rows as often as a weight says: 2.5 gives all twice, and half of them, drawn once, a third time."""
    for _ in range(int(weight)):
        yield from rows
    rest = round(len(rows) * (weight % 1.0))
    yield from random.Random(seed).sample(list(rows), rest)


def _row(tokens: Tokens, window: Window, targets: Targets) -> Row:
    pieces = slice(tokens.first[window.first], tokens.first[window.last])
    row: Row = {
        "pieces": tokens.ids[pieces],
        "shapes": tokens.shapes[pieces],
        "words": first_pieces(tokens, window),
        "breaks": np.isin(np.arange(window.first, window.last + 1), tokens.paragraphs).astype(np.int32),
        "length": int(pieces.stop - pieces.start) + 2,
        "status": _owned(targets.statuses, window, NO_STATUS),
    }
    for layer, sets in targets.tags.items():
        row[f"tags.{layer}"] = _owned(sets, window, ANYTHING)
    for layer, anchors in targets.anchors.items():
        own = [anchor for anchor in anchors if window.own_first <= anchor.word < window.own_last]
        row[f"anchors.{layer}"] = np.asarray([anchor.word - window.first for anchor in own], dtype=np.int32)
        row[f"links.{layer}"] = _flat(own, window)
    return row


def _owned(values: Ints, window: Window, elsewhere: int) -> Ints:
    """A window's part of some values, with those that it does not decide replaced."""
    part = values[window.first : window.last].copy()
    part[: window.own_first - window.first] = elsewhere
    part[window.own_last - window.first :] = elsewhere
    return part


def _flat(anchors: Sequence[Anchor], window: Window) -> Ints:
    parts = [anchor.sets[window.first : window.last] for anchor in anchors]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int32)


@dataclass(frozen=True)
class Collator:
    """Pads rows to a batch for the network and its loss.

    Attributes:
        special: the encoder's special pieces.
        tag_layers: names of the layers of tags.
        link_layers: names of the layers with links.
    """

    special: SpecialPieces
    tag_layers: Sequence[str]
    link_layers: Sequence[str]

    def __call__(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, Tensor]:
        """The batch: what ``DragomanNetwork.forward`` takes, and the targets.

        ``breaks``: see ``crf_loss``. ``targets.tags.LAYER`` and ``targets.status``: (batch, words).
        ``targets.rows.LAYER`` and ``targets.anchors.LAYER``: the row and word of each anchor, (anchors,).
        ``targets.links.LAYER``: (anchors, words).
        """
        pieces = [[self.special.begin, *row["pieces"], self.special.end] for row in rows]
        batch = {
            "input_ids": _padded(pieces, self.special.padding),
            "attention_mask": _padded([[1] * len(row) for row in pieces], 0),
            "shapes": _padded([[0, *row["shapes"], 0] for row in rows], 0),
            "words": _padded([row["words"] for row in rows], 0),
            "breaks": _padded([row["breaks"] for row in rows], 0).bool(),
            "targets.status": _padded([row["status"] for row in rows], NO_STATUS),
        }
        for layer in self.tag_layers:
            batch[f"targets.tags.{layer}"] = _padded([row[f"tags.{layer}"] for row in rows], ANYTHING)
        for layer in self.link_layers:
            batch.update(self._links(rows, layer))
        return batch

    def _links(self, rows: Sequence[Mapping[str, Any]], layer: str) -> dict[str, Tensor]:
        row_numbers: list[int] = []
        anchors: list[int] = []
        sets: list[Sequence[int]] = []
        for number, row in enumerate(rows):
            words = len(row["words"])
            for index, anchor in enumerate(row[f"anchors.{layer}"]):
                row_numbers.append(number)
                anchors.append(anchor)
                sets.append(row[f"links.{layer}"][index * words : (index + 1) * words])
        width = max(len(row["words"]) for row in rows)
        return {
            f"targets.rows.{layer}": torch.tensor(row_numbers, dtype=torch.long),
            f"targets.anchors.{layer}": torch.tensor(anchors, dtype=torch.long),
            f"targets.links.{layer}": _padded(sets, ANYTHING, width),
        }


def _padded(rows: Sequence[Sequence[int]], padding: int, width: int | None = None) -> Tensor:
    longest = max((len(row) for row in rows), default=0) if width is None else width
    padded = np.full((len(rows), longest), padding, dtype=np.int64)
    for number, row in enumerate(rows):
        padded[number, : len(row)] = row
    return torch.from_numpy(padded)
