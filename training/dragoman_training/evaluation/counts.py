"""Counts of gold, predicted and correct items, and the figures that follow from them.

All figures are percentages from 0 to 100, and 0 where there is nothing to divide by (as seqeval's ``zero_division=0``).
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import msgspec
import numpy as np

from dragoman.errors import InputError


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items are in the gold data, how many were predicted, how many of these are correct. Addable.

    Raises:
        InputError: a count is negative, or more items are correct than there are.
    """

    gold: int = 0
    predicted: int = 0
    correct: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.correct <= min(self.gold, self.predicted):
            raise InputError(f"counts need 0 <= correct <= gold and predicted: {self}")

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.gold + other.gold, self.predicted + other.predicted, self.correct + other.correct)

    @property
    def precision(self) -> float:
        """Share of the predicted items that are correct, in percent."""
        return percent(self.correct, self.predicted)

    @property
    def recall(self) -> float:
        """Share of the gold items that were found, in percent."""
        return percent(self.correct, self.gold)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, in percent."""
        return percent(2 * self.correct, self.gold + self.predicted)


class Countable(Protocol):
    """Anything with the three counts."""

    @property
    def gold(self) -> int:
        """Items in the gold data."""

    @property
    def predicted(self) -> int:
        """Items predicted."""

    @property
    def correct(self) -> int:
        """Items in both."""


class Score(msgspec.Struct, frozen=True):
    """Counts with their figures, as reported.

    Attributes:
        gold: items in the gold data (the support).
        predicted: items predicted.
        correct: items in both.
        precision: in percent.
        recall: in percent.
        f1: in percent.
        interval: 95 % interval of F1 over documents, in percent, where it was asked for.
    """

    gold: int
    predicted: int
    correct: int
    precision: float
    recall: float
    f1: float
    interval: tuple[float, float] | None = None


class Share(msgspec.Struct, frozen=True):
    """``correct`` of ``total`` items, and the same in percent."""

    correct: int
    total: int
    percent: float


def percent(part: float, whole: float) -> float:
    """``part`` of ``whole`` in percent; 0 where the whole is 0."""
    return 100.0 * part / whole if whole else 0.0


def share(outcomes: Iterable[bool]) -> Share:
    """How many of the outcomes are true."""
    listed = list(outcomes)
    return Share(sum(listed), len(listed), percent(sum(listed), len(listed)))


def total(counts: Iterable[Counts]) -> Counts:
    """The sum of counts."""
    return sum(counts, Counts())


def count_equal(gold: Iterable[Hashable], predicted: Iterable[Hashable]) -> Counts:
    """Counts items one to one by equality; an item listed twice must be predicted twice."""
    wanted, found = Counter(gold), Counter(predicted)
    return Counts(wanted.total(), found.total(), (wanted & found).total())


def score(per_document: Sequence[Counts], *, interval: bool = False) -> Score:
    """Pools the counts of documents (micro average), on request with the bootstrap interval of F1."""
    pooled = total(per_document)
    return Score(
        gold=pooled.gold,
        predicted=pooled.predicted,
        correct=pooled.correct,
        precision=pooled.precision,
        recall=pooled.recall,
        f1=pooled.f1,
        interval=bootstrap(per_document) if interval else None,
    )


def bootstrap(per_document: Sequence[Countable], *, samples: int = 1000, seed: int = 0) -> tuple[float, float]:
    """The 95 % percentile interval of F1, in percent, resampling documents with replacement.

    Documents and not items are drawn, because the items of one document are not independent (Efron and Tibshirani,
    An Introduction to the Bootstrap, 1993, ch. 13).

    Raises:
        InputError: there is no document, or fewer than one sample is asked for.
    """
    if not per_document or samples < 1:
        raise InputError(f"a bootstrap needs documents and samples: {len(per_document)} documents, {samples} samples")
    table = np.array([(counts.gold, counts.predicted, counts.correct) for counts in per_document], dtype=np.int64)
    size = len(table)
    # (samples, documents): how often each document is drawn.
    drawn = np.random.default_rng(seed).multinomial(size, np.full(size, 1.0 / size), size=samples)
    gold, predicted, correct = (drawn @ table).T
    f1 = 200.0 * correct / np.maximum(gold + predicted, 1)
    low, high = np.percentile(f1, [2.5, 97.5])
    return float(low), float(high)
