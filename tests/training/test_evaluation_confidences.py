import pytest

from dragoman.documents import Document, Entity, Event, Quote, Span
from dragoman.errors import InputError
from dragoman_training.evaluation.confidences import scored_items

TEXT = "Ada met Bob."
ADA, MET, BOB = Span(0, 3), Span(4, 7), Span(8, 11)


def test_entities_are_right_by_span_and_label() -> None:
    gold = Document("d", TEXT, entities=(Entity("PERSON", ADA), Entity("PERSON", BOB)))
    entities = (Entity("PERSON", ADA, 0.9), Entity("GPE", BOB, 0.4), Entity("ORG", MET))
    # The last has no confidence.
    assert scored_items([gold], [Document("d", TEXT, entities=entities)], "entities") == ([0.9, 0.4], [True, False])


def test_entities_are_translated_first() -> None:
    gold = Document("d", TEXT, entities=(Entity("Person", ADA),))
    predicted = Document("d", TEXT, entities=(Entity("PERSON", ADA, 0.9), Entity("ROLE", BOB, 0.8)))
    assert scored_items([gold], [predicted], "entities", labels={"Person": ["PERSON"]}) == ([0.9], [True])


def test_of_two_equal_quotes_one_is_right() -> None:
    gold = Document("d", TEXT, quotes=(Quote((BOB,), MET, (ADA,)),))
    twice = tuple(Quote((BOB,), MET, (ADA,), score) for score in (0.7, 0.6))
    assert scored_items([gold], [Document("d", TEXT, quotes=twice)], "quotes") == ([0.7, 0.6], [True, False])


def test_events_are_right_by_type_and_trigger() -> None:
    gold = Document("d", TEXT, events=(Event("CONSULT", MET),))
    events = (Event("CONSULT", MET, "actual", {"actor": (ADA,)}, 0.8), Event("AID", MET, score=0.1))
    assert scored_items([gold], [Document("d", TEXT, events=events)], "events") == ([0.8, 0.1], [True, False])


def test_an_unknown_layer_is_named() -> None:
    with pytest.raises(InputError, match="no layer 'moods'; known: entities, quotes, events"):
        scored_items([], [], "moods")
