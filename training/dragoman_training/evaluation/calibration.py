"""Whether confidences can be taken at their word, and a scaling that makes them so."""

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from dragoman.calibration import Platt
from dragoman.errors import InputError

_Floats = npt.NDArray[np.float64]

#: Scores are kept this far from 0 and 1, as in ``dragoman.calibration.logit``, so that their logits are finite.
_EDGE = 1e-6


class Bin(msgspec.Struct, frozen=True):
    """Items of similar confidence: from ``low`` to ``high``, on average ``score``; ``correct`` of them are right.

    ``low``, ``high``, ``score`` and ``correct`` are in percent, ``count`` is a number of items.
    """

    low: float
    high: float
    score: float
    correct: float
    count: int


class Reliability(msgspec.Struct, frozen=True):
    """The expected calibration error in percentage points, and the table of bins that it was taken from."""

    error: float
    bins: list[Bin]


def expected_calibration_error(scores: Sequence[float], correct: Sequence[bool], bins: int = 15) -> float:
    """The mean distance of confidence and accuracy over bins of equal mass, in percentage points (0 to 100).

    Equal mass and not equal width, because most confidences crowd near 1 (Nguyen and O'Connor, EMNLP 2015).

    Raises:
        InputError: there are no scores, one lies outside [0, 1], their number differs from that of the outcomes, or
            there is no bin.
    """
    return reliability(scores, correct, bins).error


def reliability(scores: Sequence[float], correct: Sequence[bool], bins: int = 15) -> Reliability:
    """The reliability table; of fewer items than bins, each has a bin of its own.

    Raises:
        InputError: as ``expected_calibration_error``.
    """
    if bins < 1:
        raise InputError(f"calibration needs at least one bin, not {bins}")
    values, outcomes = _checked(scores, correct)
    order = np.argsort(values, kind="stable")
    values, outcomes = values[order], _ties_shared(values[order], outcomes[order])
    pieces = np.array_split(np.arange(len(values)), min(bins, len(values)))
    table = [_bin(values[piece], outcomes[piece]) for piece in pieces]
    return Reliability(sum(row.count * abs(row.score - row.correct) for row in table) / len(values), table)


class PlattScaling:
    """Platt scaling: a logistic regression on the logit of the score (Platt, 1999).

    Attributes:
        fitted: slope and intercept, in the form in which a checkpoint keeps them; at first those that change nothing.
    """

    def __init__(self, *, ridge: float = 1.0) -> None:
        """Takes the weight that pulls slope and intercept to 1 and 0.

        It keeps the fit finite where scores separate right from wrong without a miss, and counts for about as much as
        a few items.

        Raises:
            InputError: ``ridge`` is not positive.
        """
        if ridge <= 0:
            raise InputError(f"the ridge of Platt scaling must be positive, not {ridge}")
        self.ridge = ridge
        self.fitted = Platt()

    def fit(self, scores: Sequence[float], correct: Sequence[bool]) -> Platt:
        """Fits slope and intercept by Newton's method, and returns them.

        Raises:
            InputError: there are no scores, one lies outside [0, 1], or their number differs from that of the outcomes.
        """
        values, outcomes = _checked(scores, correct)
        # (items, 2): logit and a constant one
        features = np.stack([_logits(values), np.ones(len(values))], axis=1)
        slope, intercept = _newton(features, outcomes, self.ridge)
        self.fitted = Platt(slope=float(slope), intercept=float(intercept))
        return self.fitted

    def apply(self, scores: Sequence[float]) -> list[float]:
        """The calibrated probabilities, in (0, 1)."""
        return [self.fitted.apply(value) for value in scores]


def _checked(scores: Sequence[float], correct: Sequence[bool]) -> tuple[_Floats, _Floats]:
    values, outcomes = np.asarray(scores, dtype=np.float64), np.asarray(correct, dtype=np.float64)
    if not len(values) or len(values) != len(outcomes):
        raise InputError(
            f"calibration needs as many scores as outcomes: {len(values)} scores, {len(outcomes)} outcomes"
        )
    if not ((values >= 0) & (values <= 1)).all():
        raise InputError("calibration needs scores between 0 and 1")
    return values, outcomes


def _ties_shared(values: _Floats, outcomes: _Floats) -> _Floats:
    """Gives items of one score their mean outcome: else an order among them that means nothing would shape the bins."""
    _, group = np.unique(values, return_inverse=True)
    means: _Floats = np.bincount(group, weights=outcomes) / np.bincount(group)
    return means[group]


def _bin(values: _Floats, outcomes: _Floats) -> Bin:
    low, high, mean, right = (100.0 * float(value) for value in (values[0], values[-1], values.mean(), outcomes.mean()))
    return Bin(low, high, mean, right, len(values))


def _logits(values: _Floats) -> _Floats:
    bounded = np.clip(values, _EDGE, 1.0 - _EDGE)
    return np.log(bounded / (1.0 - bounded))


def _newton(features: _Floats, outcomes: _Floats, ridge: float) -> _Floats:
    """Minimises the loss, which is convex, by Newton steps, each halved until the loss falls."""
    weights = np.array([1.0, 0.0])
    for _ in range(100):
        # The sigmoid by way of tanh, which never overflows.
        probabilities = 0.5 + 0.5 * np.tanh(0.5 * (features @ weights))
        gradient = features.T @ (probabilities - outcomes) + ridge * (weights - [1.0, 0.0])
        spread = probabilities * (1.0 - probabilities)
        step = np.linalg.solve(features.T @ (features * spread[:, None]) + ridge * np.eye(2), gradient)
        before = _loss(weights, features, outcomes, ridge)
        while _loss(weights - step, features, outcomes, ridge) > before and np.abs(step).max() > 1e-9:
            step = step / 2.0
        weights = weights - step
        if np.abs(step).max() <= 1e-9:
            break
    return weights


def _loss(weights: _Floats, features: _Floats, outcomes: _Floats, ridge: float) -> float:
    margins = features @ weights
    return float(
        np.sum(np.logaddexp(0.0, margins) - outcomes * margins) + ridge / 2 * np.sum((weights - [1.0, 0.0]) ** 2)
    )
