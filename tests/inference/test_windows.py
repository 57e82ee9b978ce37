import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import tiny_tokenizer

from dragoman.errors import InputError
from dragoman.tokens import tokenise
from dragoman.windows import SpecialPieces, WindowSize, batch_of, windows

TOKENIZER = tiny_tokenizer()
TEXTS = st.lists(st.text("ab .\n", max_size=400), max_size=8).map("\n".join)
SIZES = st.builds(
    lambda context, more: WindowSize(2 * context + 102 + more, context), st.integers(0, 40), st.integers(0, 60)
)


@given(TEXTS, SIZES)
@settings(max_examples=200)
def test_every_word_is_decided_by_exactly_one_window(text: str, size: WindowSize) -> None:
    tokens = tokenise(TOKENIZER, text)
    found = list(windows(tokens, size))
    decided = [word for window in found for word in range(window.own_first, window.own_last)]
    assert decided == list(range(len(tokens)))
    for window in found:
        assert window.first <= window.own_first < window.own_last <= window.last
        assert tokens.first[window.last] - tokens.first[window.first] + 2 <= size.pieces


@given(TEXTS, SIZES)
def test_a_paragraph_that_fits_is_not_cut(text: str, size: WindowSize) -> None:
    tokens = tokenise(TOKENIZER, text)
    found = list(windows(tokens, size))
    for begin, end in zip(tokens.paragraphs, tokens.paragraphs[1:], strict=False):
        if tokens.first[end] - tokens.first[begin] <= size.decided:
            assert any(window.own_first <= begin and end <= window.own_last for window in found)


def test_words_of_a_long_paragraph_have_context_on_both_sides() -> None:
    tokens = tokenise(TOKENIZER, "a " * 1000)
    size = WindowSize(200, 40)
    for window in list(windows(tokens, size))[1:-1]:
        assert window.own_first - window.first == 40
        assert window.last - window.own_last == 40


def test_a_batch_pads_on_the_right() -> None:
    short, long = tokenise(TOKENIZER, "a b"), tokenise(TOKENIZER, "abc d")
    size = WindowSize(120, 0)
    items = [(tokens, next(windows(tokens, size))) for tokens in (short, long)]
    batch = batch_of(items, SpecialPieces(2, 3, 0))
    assert batch.input_ids.shape == (2, 6)
    assert batch.attention_mask.sum(axis=1).tolist() == [4, 6]
    assert batch.words.tolist() == [[1, 2], [1, 4]]
    assert batch.input_ids[0, [0, 3, 4]].tolist() == [2, 3, 0]
    assert np.all(batch.shapes[:, 0] == 0)


def test_a_window_too_small_is_an_error_that_says_how_large() -> None:
    with pytest.raises(InputError, match="at least 198"):
        WindowSize(128, 48)
