import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from tiny import tiny_tokenizer

from dragoman.documents import Document, Entity, Event, Quote, Span
from dragoman.errors import ConfigError
from dragoman.layers import layers_of
from dragoman.scheme import load_scheme
from dragoman.tags import TagSet
from dragoman.tokens import tokenise
from dragoman_training.config import CorpusConfig
from dragoman_training.loss import partial_loss
from dragoman_training.narrowing import Narrowing
from dragoman_training.targets import ANYTHING, AllowedSets, TargetMaker

TOKENIZER = tiny_tokenizer()
LAYERS = layers_of(load_scheme())
ENTITY_TAGS = LAYERS.tags["entities"]


def corpus(**values: object) -> CorpusConfig:
    return CorpusConfig(name="c", reader="jsonl", path="x", **values)  # type: ignore[arg-type]


def allowed(maker: TargetMaker, number: int) -> set[int]:
    return set(np.flatnonzero(maker.tag_sets["entities"].table()[number]).tolist())


def test_a_coarse_label_allows_all_that_it_stands_for_and_outside_all_that_is_unobserved() -> None:
    text = "In New York talks"
    document = Document("d", text, entities=(Entity("Location", Span(3, 11)),))
    maker = TargetMaker(LAYERS)
    sets = maker.make(document, tokenise(TOKENIZER, text), corpus(entities={"Location": ["GPE", "LOC"], "X": ["ORG"]}))
    first, second, outside = (allowed(maker, int(sets.tags["entities"][word])) for word in (1, 2, 3))
    assert first == {ENTITY_TAGS.tag(0, "GPE"), ENTITY_TAGS.tag(0, "LOC")}
    assert second == {ENTITY_TAGS.tag(2, "GPE"), ENTITY_TAGS.tag(2, "LOC")}
    observed = set(ENTITY_TAGS.tags(["GPE", "LOC", "ORG"]))
    assert outside == set(range(len(ENTITY_TAGS))) - observed


def test_a_layer_that_is_not_observed_allows_anything() -> None:
    document = Document("d", "In New York")
    targets = TargetMaker(LAYERS).make(document, tokenise(TOKENIZER, document.text), corpus(quotes=True))
    assert (targets.tags["entities"] == ANYTHING).all()
    assert (targets.tags["quotes"] != ANYTHING).all()


def test_a_span_that_cuts_a_word_is_reported_and_its_word_left_open() -> None:
    document = Document("d", "In New York", entities=(Entity("L", Span(3, 10)),))
    targets = TargetMaker(LAYERS).make(document, tokenise(TOKENIZER, document.text), corpus(entities={"L": ["GPE"]}))
    assert [(lost.start, lost.end, lost.text) for lost in targets.lost] == [(3, 10, "New Yor")]
    assert targets.tags["entities"].tolist()[1:] == [ANYTHING, ANYTHING]
    assert targets.tags["entities"][0] != ANYTHING


def test_a_label_outside_the_map_is_an_error() -> None:
    document = Document("d", "In New York", entities=(Entity("Place", Span(3, 11)),))
    with pytest.raises(ConfigError, match="'Place'"):
        TargetMaker(LAYERS).make(document, tokenise(TOKENIZER, document.text), corpus(entities={"L": ["GPE"]}))


def test_a_cue_links_to_its_own_parts_only() -> None:
    text = "He said yes and she said no"
    quotes = (
        Quote((Span(8, 11),), Span(3, 7), (Span(0, 2),)),
        Quote((Span(25, 27),), Span(20, 24), (Span(16, 19),)),
    )
    maker = TargetMaker(LAYERS)
    targets = maker.make(Document("d", text, quotes=quotes), tokenise(TOKENIZER, text), corpus(quotes=True))
    links, table = LAYERS.links["quotes"], maker.link_sets["quotes"].table()
    first, second = targets.anchors["quotes"]
    assert (first.word, second.word) == (1, 5)
    assert table[first.sets].argmax(axis=1).tolist() == [links.tag(3, "source"), 0, links.tag(3, "content"), 0, 0, 0, 0]
    assert table[second.sets].argmax(axis=1).tolist() == [
        0,
        0,
        0,
        0,
        links.tag(3, "source"),
        0,
        links.tag(3, "content"),
    ]


def test_events_give_triggers_roles_and_statuses() -> None:
    text = "France met Spain"
    event = Event("CONSULT", Span(7, 10), "actual", {"actor": (Span(0, 6), Span(11, 16))})
    maker = TargetMaker(LAYERS)
    targets = maker.make(Document("d", text, events=(event,)), tokenise(TOKENIZER, text), corpus(events=True))
    assert targets.statuses.tolist() == [-100, LAYERS.statuses.index("actual"), -100]
    roles = LAYERS.links["events"]
    table = maker.link_sets["events"].table()
    assert table[targets.anchors["events"][0].sets].argmax(axis=1).tolist() == [
        roles.tag(3, "actor"),
        0,
        roles.tag(3, "actor"),
    ]


@given(st.integers(0, 2**31))
def test_the_loss_is_minus_the_log_of_the_allowed_probability(seed: int) -> None:
    tags = TagSet(("A", "B"))
    sets = AllowedSets(tags)
    one, two = sets.id_of([0]), sets.id_of([1, 5])
    scores = torch.randn(3, len(tags), generator=torch.Generator().manual_seed(seed))
    loss = partial_loss(scores, torch.tensor([one, two, ANYTHING]), torch.from_numpy(sets.table()))
    probability = scores.softmax(-1)
    wanted = -probability[0, 0].log() - (probability[1, 1] + probability[1, 5]).log()
    assert torch.isclose(loss, wanted, atol=1e-5)


def test_narrowing_takes_names_before_endings_and_leaves_the_rest() -> None:
    lists = Narrowing({"GPE": frozenset({"mexico city"})}, {"LOC": frozenset({"sea", "city"})})
    assert lists.apply("the Black Sea", ["GPE", "LOC"]) == ["LOC"]
    assert lists.apply("Mexico City", ["GPE", "LOC"]) == ["GPE"]
    assert lists.apply("Sea", ["GPE", "LOC"]) == ["GPE", "LOC"]
    assert lists.apply("Black Sea", ["GPE"]) == ["GPE"]
