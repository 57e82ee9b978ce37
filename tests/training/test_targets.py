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


EVENT_TAGS, ROLE_TAGS = LAYERS.tags["events"], LAYERS.links["events"]
MAPPED = {"Conflict.*": ["ASSAULT"], "Life.Die": ["ASSAULT", "O"], "Meet": ["CONSULT"], "Talk": ["O"], "*": ["*"]}


def event_sets(document: Document, **values: object) -> tuple[TargetMaker, list[set[int]], list[list[set[int]]]]:
    """Per word the allowed tags of the trigger layer, and the same of the parts of each event."""
    maker = TargetMaker(LAYERS)
    targets = maker.make(document, tokenise(TOKENIZER, document.text), corpus(**values))
    tags, links = maker.tag_sets["events"].table(), maker.link_sets["events"].table()
    return (
        maker,
        [set(np.flatnonzero(tags[number]).tolist()) for number in targets.tags["events"]],
        [[set(np.flatnonzero(links[number]).tolist()) for number in found.sets] for found in targets.anchors["events"]],
    )


def told(*types: str) -> Document:
    """Five words, of which the second, third, … are triggers of these types; the first is their Attacker."""
    words, spans = "They one two three talks", [Span(5, 8), Span(9, 12), Span(13, 18)]
    events = tuple(
        Event(type, span, arguments={"Attacker": (Span(0, 4),)}) for type, span in zip(types, spans, strict=False)
    )
    return Document("d", words, events=events)


def test_types_of_a_corpus_stand_for_sets_of_ours_by_pattern() -> None:
    document = told("Conflict.Attack", "Life.Die", "Unknown")
    _, tags, _ = event_sets(document, events=MAPPED, roles={"*": ["actor"]})
    assault = EVENT_TAGS.tag(3, "ASSAULT")
    assert tags[1] == {assault}
    assert tags[2] == {assault, 0}
    assert tags[3] == set(range(len(EVENT_TAGS)))


def test_outside_of_mapped_events_only_what_the_map_leads_to_is_excluded() -> None:
    document = told("Conflict.Attack")
    _, tags, _ = event_sets(document, events={"Conflict.*": ["ASSAULT"], "Meet": ["CONSULT"]}, roles={"*": ["actor"]})
    assert tags[4] == set(range(len(EVENT_TAGS))) - set(EVENT_TAGS.tags(["ASSAULT", "CONSULT"]))


def test_where_only_some_items_are_marked_the_rest_may_be_anything() -> None:
    document = told("Conflict.Attack")
    _, tags, links = event_sets(document, events=MAPPED, roles={"Attacker": ["actor"]}, complete=False)
    assert tags[1] == {EVENT_TAGS.tag(3, "ASSAULT")}
    assert all(tags[word] == set(range(len(EVENT_TAGS))) for word in (0, 2, 3, 4))
    unobserved = set(ROLE_TAGS.tags(["recipient", "location", "date"]))
    assert links == [[{ROLE_TAGS.tag(3, "actor")}, *[{0, *unobserved}] * 4]]


def test_an_event_of_no_type_of_ours_still_teaches_its_arguments() -> None:
    _, tags, links = event_sets(told("Talk"), events=MAPPED, roles={"Attacker": ["actor"], "*": ["O"]})
    assert tags[1] == {0}
    assert links[0][0] == {ROLE_TAGS.tag(3, "actor")}


def test_a_type_or_role_outside_its_map_is_an_error_that_names_the_map() -> None:
    with pytest.raises(ConfigError, match=r"'Conflict.Attack'.*\[events\]"):
        event_sets(told("Conflict.Attack"), events={"Meet": ["CONSULT"]})
    with pytest.raises(ConfigError, match=r"'Attacker'.*\[roles\]"):
        event_sets(told("Conflict.Attack"), events=MAPPED, roles={"Place": ["location"]})
