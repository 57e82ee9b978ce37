"""The chain against what it stands for: every path of a short run, one by one."""

from itertools import pairwise, product

import numpy as np
import pytest

from dragoman.chain import Floats, Transitions, decode
from dragoman.tags import BEGIN, INSIDE, OUTSIDE, TagSet

TAGS = TagSet(("a", "b"))
LABEL_OF = [2, *(label for label in range(2) for _ in range(4))]  # O stands after the labels


def transitions(seed: int) -> Transitions:
    random = np.random.default_rng(seed)
    return Transitions(random.normal(size=(4, 4)).astype(np.float32), random.normal(size=(2, 2, 2)).astype(np.float32))


def scores(words: int, seed: int) -> Floats:
    return np.random.default_rng(seed).normal(scale=2.0, size=(words, len(TAGS))).astype(np.float32)


def step(steps: Transitions, before: int, after: int) -> float:
    if TAGS.transitions[OUTSIDE, after]:
        return float(steps.outer[LABEL_OF[before], LABEL_OF[after]])
    was_inside, ends = int((before - 1) % 4 == INSIDE), int((after - 1) % 4 != INSIDE)
    return float(steps.inner[LABEL_OF[after], was_inside, ends])


def legal_paths(run: Floats, steps: Transitions) -> list[tuple[float, tuple[int, ...]]]:
    """Every legal path with its score."""
    found = []
    for path in product(range(len(TAGS)), repeat=len(run)):
        inside = all(TAGS.transitions[one, other] for one, other in pairwise(path))
        if inside and TAGS.may_begin[path[0]] and TAGS.may_end[path[-1]]:
            edges = steps.outer[-1, LABEL_OF[path[0]]] + steps.outer[LABEL_OF[path[-1]], -1]
            score = edges + sum(run[word, tag] for word, tag in enumerate(path))
            found.append((float(score) + sum(step(steps, *pair) for pair in pairwise(path)), path))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_best_path_and_probabilities_are_those_of_all_paths(seed: int) -> None:
    steps, runs = transitions(seed), [scores(words, seed + words) for words in (3, 5, 1, 0, 4)]
    for run, decoded in zip(runs, decode(runs, TAGS, steps), strict=True):
        if not len(run):
            assert not decoded.spans
            continue
        paths = legal_paths(run, steps)
        total = np.logaddexp.reduce([score for score, _ in paths])
        assert decoded.spans == TAGS.spans(max(paths)[1])
        for span, log_probability in zip(decoded.spans, decoded.log_probabilities, strict=True):
            share = np.logaddexp.reduce([score for score, path in paths if span in TAGS.spans(path)]) - total
            assert log_probability == pytest.approx(share, abs=1e-4)


def test_company_changes_nothing() -> None:
    steps, runs = transitions(1), [scores(words, words) for words in (7, 2, 30, 7, 1)]
    together = decode(runs, TAGS, steps)
    assert together == [decode([run], TAGS, steps)[0] for run in runs]


def test_transitions_decide_where_the_scores_do_not() -> None:
    flat = np.zeros((2, len(TAGS)), dtype=np.float32)
    steps = Transitions(np.zeros((4, 4), dtype=np.float32), np.zeros((2, 2, 2), dtype=np.float32))
    steps.inner[1, BEGIN, 1] = 5.0
    assert decode([flat], TAGS, steps)[0].spans == [("b", 0, 1)]
    steps.outer[0, 0] = 9.0
    assert decode([flat], TAGS, steps)[0].spans == [("a", 0, 0), ("a", 1, 1)]
