"""A share of things that are right, with its interval."""

from collections.abc import Sequence

import msgspec
import numpy as np

from dragoman_training.evaluation.counts import percent


class Share(msgspec.Struct, frozen=True):
    """How many of some things are right.

    Attributes:
        correct: those that are.
        total: all.
        percent: the share.
        interval: its 95 % interval over documents, in percent.
    """

    correct: int
    total: int
    percent: float
    interval: tuple[float, float]


def share(outcomes: Sequence[Sequence[bool]]) -> Share:
    """The share of what is right.

    Args:
        outcomes: for each document, whether each of its things is right; at least one document.
    """
    correct, total = sum(map(sum, outcomes)), sum(map(len, outcomes))
    return Share(correct, total, percent(correct, total), _interval(outcomes))


def _interval(outcomes: Sequence[Sequence[bool]], *, samples: int = 1000, seed: int = 0) -> tuple[float, float]:
    """The 95 % percentile interval of the share, resampling documents as ``counts.bootstrap`` does."""
    table = np.array([(sum(listed), len(listed)) for listed in outcomes], dtype=np.int64)
    drawn = np.random.default_rng(seed).multinomial(len(table), np.full(len(table), 1.0 / len(table)), size=samples)
    correct, total = (drawn @ table).T
    low, high = np.percentile(100.0 * correct / np.maximum(total, 1), [2.5, 97.5])
    return float(low), float(high)
