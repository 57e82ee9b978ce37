import sys
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.documents import Document, Entity, Span
from dragoman.errors import ConfigError, InputError, MissingExtraError
from dragoman_training.evaluation.counts import total
from dragoman_training.evaluation.entities import count_entities, score_entities, token_tags
from dragoman_training.evaluation.strict import strict_report

TEXT = "Ada Byron left Turin's port for Oslo on Monday."
PERSON, TURIN, OSLO = Entity("PERSON", Span(0, 9)), Entity("GPE", Span(15, 20)), Entity("GPE", Span(32, 36))
MONDAY = Entity("DATE", Span(40, 46))


def document(*entities: Entity, name: str = "d") -> Document:
    return Document(name, TEXT, entities=entities)


@st.composite
def flat_documents(draw: st.DrawFn, name: str) -> Document:
    """A document over TEXT whose entities do not overlap, however oddly they are cut."""
    edges = draw(st.lists(st.integers(0, len(TEXT)), max_size=12, unique=True).map(sorted))
    entities = [
        Entity(draw(st.sampled_from("ABC")), Span(start, end))
        for start, end in pairwise(edges)
        if TEXT[start:end] == TEXT[start:end].strip() and draw(st.booleans())
    ]
    return Document(name, TEXT, entities=tuple(entities))


corpora = st.tuples(*(flat_documents(name) for name in "abc"))


def test_figures_by_hand() -> None:
    # Gold: PERSON, two GPE, DATE. Predicted: PERSON and one GPE right, the other GPE as LOC, DATE missed.
    scores = score_entities(
        [document(PERSON, TURIN, OSLO, MONDAY)], [document(PERSON, TURIN, Entity("LOC", OSLO.span))]
    )
    assert list(scores.labels) == ["DATE", "GPE", "LOC", "PERSON"]
    assert scores.micro.precision == pytest.approx(200 / 3)  # 2 of 3
    assert scores.micro.recall == pytest.approx(50.0)  # 2 of 4
    assert scores.micro.f1 == pytest.approx(400 / 7)  # 2 * 2 of 4 + 3
    assert scores.labels["GPE"].f1 == pytest.approx(200 / 3)  # 1 of 1, 1 of 2
    assert scores.labels["DATE"].gold == 1
    # F1: DATE 0, GPE 66.7, LOC 0, PERSON 100
    assert scores.macro.f1 == pytest.approx((0 + 200 / 3 + 0 + 100) / 4)
    assert scores.macro.precision == pytest.approx((0 + 100 + 0 + 100) / 4)
    assert scores.macro.recall == pytest.approx((0 + 50 + 0 + 100) / 4)


def test_an_edge_inside_a_word_counts() -> None:
    # "Turin's": the prediction ends inside what any tokeniser would keep together.
    scores = score_entities([document(TURIN)], [document(Entity("GPE", Span(15, 19)))])
    assert scores.micro.correct == 0
    assert scores.micro.f1 == 0


def test_tags_begin_anew_for_neighbours() -> None:
    halves = document(Entity("A", Span(0, 1)), Entity("A", Span(1, 3)))
    gold, predicted = token_tags([(halves, document(Entity("A", Span(0, 3))))])
    assert (gold[0][:2], predicted[0][:2]) == (["B-A", "B-A"], ["B-A", "I-A"])
    assert score_entities([halves], [document(Entity("A", Span(0, 3)))]).micro.correct == 0


def test_labels_of_the_corpus_are_compared() -> None:
    gold = [document(Entity("Place", TURIN.span), Entity("Place", OSLO.span))]
    scores = score_entities(gold, [document(PERSON, TURIN, Entity("LOC", OSLO.span))], labels={"Place": ["GPE", "LOC"]})
    # PERSON is not marked by the corpus, so it is no error.
    assert list(scores.labels) == ["Place"]
    assert scores.micro.f1 == pytest.approx(100.0)


def test_labels_that_clash_are_refused() -> None:
    with pytest.raises(ConfigError, match="'GPE'"):
        score_entities([document()], [document()], labels={"City": ["GPE"], "Country": ["GPE"]})


def test_no_entities_at_all_score_zero() -> None:
    scores = score_entities([document()], [document()])
    assert (scores.labels, scores.micro.f1, scores.macro.f1) == ({}, 0.0, 0.0)


def test_overlapping_entities_are_refused() -> None:
    with pytest.raises(InputError, match=r"'d': entity GPE at 4:9 overlaps"):
        score_entities([document(PERSON, Entity("GPE", Span(4, 9)))], [document()])


def test_a_missing_seqeval_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "seqeval.metrics", None)
    with pytest.raises(MissingExtraError, match=r"dragoman\[train\]"):
        strict_report([["B-A"]], [["B-A"]])


@settings(max_examples=25)
@given(corpora, corpora)
def test_own_counts_equal_those_of_seqeval(gold: Sequence[Document], predicted: Sequence[Document]) -> None:
    own = total(count_entities(*pair) for pair in zip(gold, predicted, strict=True))
    micro = score_entities(gold, predicted).micro
    assert (micro.precision, micro.recall, micro.f1) == pytest.approx((own.precision, own.recall, own.f1))
    assert 0 <= micro.f1 <= 100


@settings(max_examples=25)
@given(corpora, corpora)
def test_own_counts_of_a_label_equal_those_of_seqeval(gold: Sequence[Document], predicted: Sequence[Document]) -> None:
    for label, score in score_entities(gold, predicted).labels.items():
        own = total(count_entities(*pair, label=label) for pair in zip(gold, predicted, strict=True))
        assert (score.gold, score.predicted, score.correct) == (own.gold, own.predicted, own.correct)
        assert (score.precision, score.recall, score.f1) == pytest.approx((own.precision, own.recall, own.f1))


@settings(max_examples=25)
@given(corpora)
def test_gold_against_itself_is_perfect(gold: Sequence[Document]) -> None:
    scores = score_entities(gold, gold)
    assert {score.f1 for score in scores.labels.values()} <= {100.0}
    assert scores.micro.f1 == (100.0 if scores.labels else 0.0)


@settings(max_examples=25)
@given(corpora, corpora)
def test_swap_exchanges_precision_and_recall(one: Sequence[Document], other: Sequence[Document]) -> None:
    left, right = score_entities(one, other).micro, score_entities(other, one).micro
    assert (left.precision, left.recall) == pytest.approx((right.recall, right.precision))
    assert left.interval == right.interval
