from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.documents import Document, Quote, Span
from dragoman_training.evaluation.quotes import (
    match_quotes,
    score_found,
    score_fragments,
    score_linked,
    score_quotes,
)

#       0         1         2         3         4         5         6
#       0123456789012345678901234567890123456789012345678901234567890123456789
TEXT = "Ada said that it rained all day. Bob replied: “Not a drop fell.” So?"
ADA = Quote((Span(9, 31),), Span(4, 8), (Span(0, 3),))
BOB = Quote((Span(46, 64),), Span(37, 45), (Span(33, 36),))


def documents(*quotes: Quote) -> list[Document]:
    return [Document("d", TEXT, quotes=quotes)]


_SPANS = [
    Span(start, end)
    for start in range(0, len(TEXT), 3)
    for end in range(start + 1, start + 20, 4)
    if end <= len(TEXT) and TEXT[start:end] == TEXT[start:end].strip()
]
_some = st.lists(st.sampled_from(_SPANS), max_size=2).map(tuple)
quotes = st.builds(
    Quote,
    st.lists(st.sampled_from(_SPANS), min_size=1, max_size=2).map(tuple),
    st.none() | st.sampled_from(_SPANS),
    _some,
)
corpora = st.lists(st.lists(quotes, max_size=4).map(tuple), min_size=2, max_size=2).map(
    lambda listed: [Document(str(index), TEXT, quotes=quotes) for index, quotes in enumerate(listed)]
)


def test_fragments_by_hand() -> None:
    # Ada's content one word too short; Bob's source missed; a source too many.
    predicted = documents(replace(ADA, content=(Span(14, 31),)), replace(BOB, source=(Span(66, 68),)))
    scores = score_fragments(documents(ADA, BOB), predicted)
    assert scores["content"].f1 == pytest.approx(50.0)  # 1 of 2, 1 of 2
    assert scores["source"].f1 == pytest.approx(50.0)  # Ada of Ada, Bob; Ada of Ada, So
    assert scores["cue"].f1 == pytest.approx(100.0)


def test_a_fragment_of_several_quotes_counts_once() -> None:
    twice = documents(ADA, replace(ADA, content=(Span(19, 31),)))
    assert score_fragments(twice, documents(ADA))["source"].f1 == pytest.approx(100.0)


def test_sentences_make_one_content_two() -> None:
    # Gold runs over both sentences, the prediction has the second one alone.
    gold, predicted = documents(Quote((Span(9, 64),))), documents(Quote((Span(33, 64),)))
    sentences = {"d": [Span(0, 32), Span(33, 68)]}
    assert score_fragments(gold, predicted)["content"].f1 == 0
    cut = score_fragments(gold, predicted, sentences=sentences)["content"]
    assert (cut.precision, cut.recall) == (100.0, 50.0)  # 1 of 1, 1 of 2


def test_linked_quotes_by_hand() -> None:
    # Bob's quote lacks its cue: exact in source and content alone.
    predicted = documents(ADA, replace(BOB, cue=None), Quote((Span(66, 68),)))
    assert score_linked(documents(ADA, BOB), predicted).correct == 1
    without_cue = score_linked(documents(ADA, BOB), predicted, cue=False)
    assert without_cue.f1 == pytest.approx(80.0)  # 2 * 2 of 2 + 3


def test_linked_quotes_ignore_the_order_of_spans() -> None:
    pieces = (Span(9, 13), Span(14, 31))
    gold = documents(Quote(pieces, None, (Span(0, 3), Span(33, 36))))
    assert score_linked(gold, documents(Quote(pieces[::-1], None, (Span(33, 36), Span(0, 3))))).f1 == 100.0


def test_found_by_hand() -> None:
    # that it rained all day: 5 words. all day: 2, F1 4 / 7, found; day alone: 2 / 6, not found.
    two_words, one_word = (replace(ADA, content=(Span(start, 31),)) for start in (24, 28))
    assert score_found(documents(ADA), documents(two_words)).overall.correct == 1
    assert score_found(documents(ADA), documents(one_word)).overall.correct == 0


def test_found_is_one_to_one() -> None:
    # Two predictions reach the same gold quote: one of them is spurious.
    found = score_found(documents(ADA), documents(ADA, replace(ADA, content=(Span(14, 31),)))).overall
    assert (found.precision, found.recall) == (50.0, 100.0)


def test_found_by_kind_and_source() -> None:
    found = score_found(documents(ADA, BOB), documents(replace(BOB, source=())))
    assert found.recall_by_kind["indirect"].percent == 0.0
    assert found.recall_by_kind["direct"].percent == 100.0
    assert found.recall_by_kind["mixed"].total == 0
    assert (found.right_source.correct, found.right_source.total) == (0, 1)


def test_the_best_match_wins() -> None:
    # Both predictions overlap Ada's content; the exact one is hers although it stands second.
    assert match_quotes(documents(ADA)[0], documents(replace(ADA, content=(Span(14, 31),)), ADA)[0], threshold=0.5) == [
        (0, 1)
    ]


def test_a_content_of_punctuation_finds_itself() -> None:
    marks = documents(Quote((Span(67, 68),)))
    assert score_found(marks, marks).overall.f1 == 100.0


def test_no_quotes_score_zero() -> None:
    scores = score_quotes(documents(), documents())
    assert (scores.linked.f1, scores.found.overall.f1, scores.sentence_fragments) == (0.0, 0.0, None)


@settings(max_examples=25)
@given(corpora)
def test_gold_against_itself_is_perfect(gold: Sequence[Document]) -> None:
    whole = [Span(0, 32), Span(33, len(TEXT))]
    scores = score_quotes(gold, gold, sentences={"0": whole, "1": whole})
    assert scores.sentence_fragments is not None
    marked = [scores.linked, scores.linked_source_content, scores.found.overall]
    marked += [*scores.fragments.values(), *scores.sentence_fragments.values()]
    assert {score.f1 for score in marked if score.gold} <= {100.0}


@settings(max_examples=25)
@given(corpora, corpora)
def test_swap_exchanges_precision_and_recall(one: Sequence[Document], other: Sequence[Document]) -> None:
    left, right = score_quotes(one, other), score_quotes(other, one)
    pairs = [(left.linked, right.linked), (left.linked_source_content, right.linked_source_content)]
    pairs += [(left.fragments[part], right.fragments[part]) for part in left.fragments]
    for here, there in pairs:
        assert (here.precision, here.recall) == (there.recall, there.precision)
        assert 0 <= here.f1 <= 100


@settings(max_examples=25)
@given(corpora, corpora)
def test_every_exact_quote_is_found(one: Sequence[Document], other: Sequence[Document]) -> None:
    assert score_found(one, other).overall.correct >= score_linked(one, other).correct
