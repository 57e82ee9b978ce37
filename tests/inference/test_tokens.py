import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny import tiny_tokenizer

from dragoman.documents import Span
from dragoman.tokens import SHAPES, tokenise, word_shape

TOKENIZER = tiny_tokenizer()
ANY_TEXT = st.text(st.characters(), max_size=300)


@given(ANY_TEXT)
def test_words_are_in_order_and_point_into_the_original_text(text: str) -> None:
    tokens = tokenise(TOKENIZER, text)
    for word in range(len(tokens)):
        span = tokens.span(word, word)
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        assert word == 0 or tokens.ends[word - 1] <= span.start
    assert len(tokens.ids) == len(tokens.shapes) == tokens.first[-1]


@given(ANY_TEXT)
def test_every_letter_and_digit_is_in_a_word(text: str) -> None:
    tokens = tokenise(TOKENIZER, text)
    covered = {place for s, e in zip(tokens.starts, tokens.ends, strict=True) for place in range(s, e)}
    assert all(place in covered for place, character in enumerate(text) if character.isascii() and character.isalnum())


@given(ANY_TEXT)
def test_no_paragraph_is_empty_or_crosses_a_line_break(text: str) -> None:
    tokens = tokenise(TOKENIZER, text)
    for begin, end in zip(tokens.paragraphs, tokens.paragraphs[1:], strict=False):
        assert begin < end
        assert not set("\r\n") & set(text[tokens.starts[begin] : tokens.ends[end - 1]])


def test_offsets_survive_crlf_surrogates_nul_and_accents() -> None:
    text = "Łódź\r\nA\x00B \ud800 naïve 😀 end"
    tokens = tokenise(TOKENIZER, text)
    words = [text[s:e] for s, e in zip(tokens.starts, tokens.ends, strict=True)]
    assert words[0] == "Łódź"
    assert "naïve" in words
    assert words[-1] == "end"
    assert len(tokens.paragraphs) == 3


def test_a_combining_mark_belongs_to_its_word() -> None:
    text = "Jeremic\u0301 said"
    tokens = tokenise(TOKENIZER, text)
    assert text[tokens.starts[0] : tokens.ends[0]] == "Jeremic\u0301"


def test_a_span_is_found_by_its_words_or_not_at_all() -> None:
    tokens = tokenise(TOKENIZER, "Ana Petrovic said")
    assert tokens.words_of(Span(0, 12)) == (0, 1)
    assert tokens.words_of(Span(0, 11)) is None
    assert tokens.words_of(Span(1, 12)) is None


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("talks", "lower"),
        ("Xi", "title"),
        ("A", "title"),
        ("UN", "upper"),
        ("McCain", "mixed"),
        ("2023", "digit"),
        (",", "punctuation"),
    ],
)
def test_shapes(word: str, shape: str) -> None:
    assert SHAPES[word_shape(word)] == shape


@given(ANY_TEXT)
def test_encoding_a_long_paragraph_in_stretches_changes_nothing(text: str) -> None:
    whole = tokenise(TOKENIZER, text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dragoman.tokens._LONGEST_STRETCH", 8)
        cut = tokenise(TOKENIZER, text)
    for name in ("ids", "shapes", "first", "starts", "ends", "paragraphs"):
        assert getattr(cut, name).tolist() == getattr(whole, name).tolist()
