import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import InputError
from dragoman_training.evaluation.counts import Counts, bootstrap, count_equal, score, share, total


@st.composite
def some_counts(draw: st.DrawFn) -> Counts:
    correct = draw(st.integers(0, 20))
    return Counts(correct + draw(st.integers(0, 20)), correct + draw(st.integers(0, 20)), correct)


def test_figures_by_hand() -> None:
    counts = Counts(gold=8, predicted=4, correct=3)
    assert counts.precision == pytest.approx(75.0)  # 3 of 4
    assert counts.recall == pytest.approx(37.5)  # 3 of 8
    assert counts.f1 == pytest.approx(50.0)  # 2 * 3 of 8 + 4


def test_nothing_at_all_scores_zero() -> None:
    assert (Counts().precision, Counts().recall, Counts().f1) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("counts", [(1, 1, 2), (2, 1, 2), (-1, 0, 0), (1, 1, -1)])
def test_impossible_counts_are_refused(counts: tuple[int, int, int]) -> None:
    with pytest.raises(InputError, match="0 <= correct"):
        Counts(*counts)


def test_counts_add_up() -> None:
    assert total([Counts(1, 2, 1), Counts(3, 3, 2)]) == Counts(4, 5, 3)


def test_equal_items_are_counted_one_to_one() -> None:
    # Two a in gold, three in the prediction: two of them right.
    assert count_equal("aab", "aaac") == Counts(3, 4, 2)


def test_score_pools_documents() -> None:
    # 1 + 1 right of 2 + 2 gold and 1 + 3 predicted.
    pooled = score([Counts(2, 1, 1), Counts(2, 3, 1)])
    assert (pooled.gold, pooled.predicted, pooled.correct) == (4, 4, 2)
    assert (pooled.precision, pooled.recall, pooled.f1, pooled.interval) == (50.0, 50.0, 50.0, None)


def test_share_of_true_outcomes() -> None:
    assert share([True, True, False, True]).percent == pytest.approx(75.0)
    assert share([]).percent == 0.0


@given(some_counts())
def test_figures_stay_between_0_and_100(counts: Counts) -> None:
    assert 0 <= min(counts.precision, counts.recall) <= counts.f1 + 1e-9
    assert counts.f1 <= max(counts.precision, counts.recall) + 1e-9 <= 100 + 1e-6


@given(some_counts())
def test_swap_exchanges_precision_and_recall(counts: Counts) -> None:
    swapped = Counts(counts.predicted, counts.gold, counts.correct)
    assert (swapped.precision, swapped.recall, swapped.f1) == (counts.recall, counts.precision, counts.f1)


@given(st.lists(some_counts(), min_size=1, max_size=30))
def test_bootstrap_interval_is_ordered_and_within_bounds(counts: list[Counts]) -> None:
    low, high = bootstrap(counts, samples=50)
    assert 0 <= low <= high <= 100


def test_bootstrap_of_equal_documents_has_no_width() -> None:
    # Whatever is drawn, F1 is 2 * 1 of 2 + 1.
    assert bootstrap([Counts(2, 1, 1)] * 10) == pytest.approx((200 / 3, 200 / 3))


def test_bootstrap_of_two_documents_spans_both() -> None:
    # Both draws fall on the same document in a quarter of samples each: the interval reaches from 0 to 100.
    assert bootstrap([Counts(1, 1, 1), Counts(1, 1, 0)]) == (0.0, 100.0)


def test_bootstrap_is_as_wide_as_theory_says() -> None:
    # 400 documents with one item each, half of them right: F1 is a binomial share with a deviation of 2.5 points.
    low, high = bootstrap([Counts(1, 1, 1), Counts(1, 1, 0)] * 200)
    assert low == pytest.approx(50 - 1.96 * 2.5, abs=0.8)
    assert high == pytest.approx(50 + 1.96 * 2.5, abs=0.8)


def test_bootstrap_repeats_itself_and_changes_with_the_seed() -> None:
    counts = [Counts(5, 4, correct) for correct in (0, 1, 2, 3, 4)] * 3
    assert bootstrap(counts) == bootstrap(counts)
    assert bootstrap(counts, samples=7) != bootstrap(counts, samples=7, seed=1)


@pytest.mark.parametrize(("documents", "samples"), [([], 10), ([Counts(1, 1, 1)], 0)])
def test_bootstrap_needs_documents_and_samples(documents: list[Counts], samples: int) -> None:
    with pytest.raises(InputError, match="bootstrap needs"):
        bootstrap(documents, samples=samples)
