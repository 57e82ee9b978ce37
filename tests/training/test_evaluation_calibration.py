import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import InputError
from dragoman_training.evaluation.calibration import PlattScaling, expected_calibration_error, reliability

items = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


def apart(pairs: list[tuple[float, bool]]) -> tuple[list[float], list[bool]]:
    return [score for score, _ in pairs], [right for _, right in pairs]


def drawn(slope: float, intercept: float, count: int = 4000) -> tuple[list[float], list[bool]]:
    """Scores whose true probability is sigmoid(slope * logit + intercept)."""
    random = np.random.default_rng(0)
    logits = random.normal(1.0, 2.0, count)
    correct = random.random(count) < 1 / (1 + np.exp(-slope * logits - intercept))
    return (1 / (1 + np.exp(-logits))).tolist(), correct.tolist()


def test_error_by_hand() -> None:
    # Bins of two: confidence 10 against 0 right, 90 against 50 right; their mean distance is (10 + 40) / 2.
    assert expected_calibration_error([0.9, 0.1, 0.9, 0.1], [True, False, False, False], bins=2) == pytest.approx(25.0)


def test_table_by_hand() -> None:
    table = reliability([0.2, 0.4, 0.8, 1.0], [False, True, True, True], bins=2)
    assert [(row.low, row.high, row.count) for row in table.bins] == [(20.0, 40.0, 2), (80.0, 100.0, 2)]
    assert [row.score for row in table.bins] == pytest.approx([30.0, 90.0])
    assert [row.correct for row in table.bins] == pytest.approx([50.0, 100.0])
    assert table.error == pytest.approx(15.0)  # (20 + 10) / 2


def test_the_order_of_equal_scores_does_not_matter() -> None:
    # All bins hold 50 right of 100, whichever of the equal scores stand first: 90 - 50.
    correct = [True, True, False, False]
    assert expected_calibration_error([0.9] * 4, correct, bins=2) == pytest.approx(40.0)


def test_there_are_no_more_bins_than_items() -> None:
    assert len(reliability([0.5, 0.6], [True, False], bins=15).bins) == 2


@given(items, st.integers(1, 20))
def test_error_stays_between_0_and_100(pairs: list[tuple[float, bool]], bins: int) -> None:
    table = reliability(*apart(pairs), bins)
    assert 0 <= table.error <= 100 + 1e-9
    assert sum(row.count for row in table.bins) == len(pairs)


@pytest.mark.parametrize(
    ("scores", "correct", "bins"),
    [([], [], 15), ([0.5], [], 15), ([1.5], [True], 15), ([math.nan], [True], 15), ([0.5], [True], 0)],
)
def test_unusable_input_is_refused(scores: list[float], correct: list[bool], bins: int) -> None:
    with pytest.raises(InputError, match="calibration needs"):
        expected_calibration_error(scores, correct, bins)


def test_fit_finds_the_slope_and_intercept_that_made_the_data() -> None:
    fitted = PlattScaling().fit(*drawn(slope=0.5, intercept=-0.7))
    assert (fitted.slope, fitted.intercept) == pytest.approx((0.5, -0.7), abs=0.1)


def test_fit_of_equal_scores_by_hand() -> None:
    # The logit of one half is 0, so the slope stays 1; three of four are right: the intercept is log(3 / 1).
    scaling = PlattScaling(ridge=1e-9)
    fitted = scaling.fit([0.5] * 4, [True, True, True, False])
    assert (fitted.slope, fitted.intercept) == pytest.approx((1.0, math.log(3)))
    assert scaling.apply([0.5]) == pytest.approx([0.75])


def test_scaling_lowers_the_calibration_error() -> None:
    scores, correct = drawn(slope=0.5, intercept=-0.7)
    scaling = PlattScaling()
    scaling.fit(scores, correct)
    assert expected_calibration_error(scaling.apply(scores), correct) < 3 < expected_calibration_error(scores, correct)


def test_before_a_fit_nothing_changes() -> None:
    assert PlattScaling().apply([0.25, 0.75]) == pytest.approx([0.25, 0.75])


@given(items, st.sampled_from([1e-6, 1e-3, 1.0]))
def test_fit_is_finite_whatever_the_data(pairs: list[tuple[float, bool]], ridge: float) -> None:
    fitted = PlattScaling(ridge=ridge).fit(*apart(pairs))
    assert math.isfinite(fitted.slope)
    assert math.isfinite(fitted.intercept)


def test_fit_of_separable_data_is_finite() -> None:
    fitted = PlattScaling().fit([0.1] * 50 + [0.9] * 50, [False] * 50 + [True] * 50)
    assert 1 < fitted.slope < 10


@pytest.mark.parametrize("ridge", [0.0, -1.0])
def test_a_ridge_must_be_positive(ridge: float) -> None:
    with pytest.raises(InputError, match="ridge"):
        PlattScaling(ridge=ridge)
