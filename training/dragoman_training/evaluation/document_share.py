"""A share of things that are right, with an interval over documents."""

from collections.abc import Sequence

import msgspec

from dragoman_training.evaluation.counts import Counts, bootstrap, percent


class DocumentShare(msgspec.Struct, frozen=True):
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


def document_share(outcomes: Sequence[Sequence[bool]]) -> DocumentShare:
    """The share of what is right.

    Args:
        outcomes: for each document, whether each of its things is right.

    Raises:
        InputError: there is no document.
    """
    correct, total = sum(map(sum, outcomes)), sum(map(len, outcomes))
    # Where as many are found as there are, F1 is the share.
    counts = [Counts(len(listed), len(listed), sum(listed)) for listed in outcomes]
    return DocumentShare(correct, total, percent(correct, total), bootstrap(counts))
