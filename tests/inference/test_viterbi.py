from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.tags import TagSet, positions
from dragoman.viterbi import best_path, is_legal, log_softmax

TAGS = TagSet(("A", "B"))


@given(st.integers(1, 4), st.integers(0, 2**31))
@settings(max_examples=60, deadline=None)
def test_the_best_legal_path_is_the_best_of_all_legal_paths(words: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(words, len(TAGS))).astype(np.float32)
    path = best_path(scores, TAGS)
    assert is_legal(path, TAGS)
    legal = [p for p in product(range(len(TAGS)), repeat=words) if is_legal(np.asarray(p), TAGS)]
    best = max(sum(scores[word, tag] for word, tag in enumerate(p)) for p in legal)
    assert np.isclose(scores[np.arange(words), path].sum(), best)


@given(st.lists(st.tuples(st.sampled_from(["A", "B", ""]), st.integers(1, 4)), max_size=6))
def test_spans_come_back_from_their_tags(runs: list[tuple[str, int]]) -> None:
    path: list[int] = []
    wanted = []
    for label, length in runs:
        if label:
            wanted.append((label, len(path), len(path) + length - 1))
            path.extend(TAGS.tag(position, label) for position in positions(length))
        else:
            path.extend([0] * length)
    assert is_legal(np.asarray(path), TAGS)
    assert TAGS.spans(path) == wanted


def test_log_softmax_is_a_distribution() -> None:
    values = log_softmax(np.asarray([[1000.0, 0.0, -1000.0]], dtype=np.float32))
    assert np.isclose(np.exp(values).sum(), 1.0)
