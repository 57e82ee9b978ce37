import pytest

from dragoman.documents import Document, Quote, Span
from dragoman.errors import InputError
from dragoman_training.evaluation.fragments import fragments, trimmed

#       0         1         2         3
#       0123456789012345678901234567890123456789
TEXT = "He said: It rains. It pours.\n\nShe nodded."
SENTENCES = {"d": [Span(0, 18), Span(19, 28), Span(30, 41)]}


def document(*quotes: Quote) -> Document:
    return Document("d", TEXT, quotes=quotes)


def test_a_shared_source_counts_once() -> None:
    quotes = (Quote((Span(9, 18),), Span(3, 8), (Span(0, 2),)), Quote((Span(19, 28),), None, (Span(0, 2),)))
    assert fragments(document(*quotes)) == {("source", 0, 2), ("cue", 3, 8), ("content", 9, 18), ("content", 19, 28)}


def test_a_content_is_cut_at_the_end_of_a_sentence() -> None:
    # It rains. | It pours. — the blank between them belongs to neither.
    assert fragments(document(Quote((Span(9, 28),))), SENTENCES) == {("content", 9, 18), ("content", 19, 28)}


def test_a_cut_leaves_no_outer_white_space() -> None:
    bounds = {"d": [Span(0, 30), Span(30, 41)]}
    assert fragments(document(Quote((Span(19, 33),))), bounds) == {("content", 19, 28), ("content", 30, 33)}


def test_a_document_without_sentences_is_named() -> None:
    with pytest.raises(InputError, match="'d' has no sentence boundaries"):
        fragments(document(), {})


@pytest.mark.parametrize(("start", "end", "span"), [(2, 4, Span(3, 4)), (27, 31, Span(27, 31)), (28, 30, None)])
def test_trimmed(start: int, end: int, span: Span | None) -> None:
    assert trimmed(TEXT, start, end) == span
