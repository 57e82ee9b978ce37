from dataclasses import replace

import pytest
from hypothesis import given, settings
from strategies import documents

from dragoman.documents import Document, Entity, Event, Quote, Span
from dragoman_training.evaluation.errors import CONTEXT, KINDS, ErrorItem, list_errors

#       0         1         2         3         4         5
#       012345678901234567890123456789012345678901234567890123456
TEXT = "Ada Byron of Turin said that it rained. Bob did not agree."
ADA, TURIN = Entity("PERSON", Span(0, 9)), Entity("GPE", Span(13, 18))
QUOTE = Quote((Span(24, 38),), Span(19, 23), (Span(0, 9),))


def entity_errors(gold: tuple[Entity, ...], predicted: tuple[Entity, ...]) -> list[ErrorItem]:
    return list_errors([Document("d", TEXT, entities=gold)], [Document("d", TEXT, entities=predicted)])


def quote_errors(gold: tuple[Quote, ...], predicted: tuple[Quote, ...]) -> list[ErrorItem]:
    return list_errors([Document("d", TEXT, quotes=gold)], [Document("d", TEXT, quotes=predicted)])


@pytest.mark.parametrize(
    ("gold", "predicted", "kind"),
    [
        ((ADA,), (), "entity missed"),
        ((), (ADA,), "entity spurious"),
        ((ADA,), (replace(ADA, label="ORG"),), "entity wrong label"),
        ((ADA,), (replace(ADA, span=Span(0, 3)),), "entity wrong boundary"),
        ((ADA,), (Entity("ORG", Span(4, 9)),), "entity wrong label and boundary"),
    ],
)
def test_kinds_of_entity_errors(gold: tuple[Entity, ...], predicted: tuple[Entity, ...], kind: str) -> None:
    assert [error.kind for error in entity_errors(gold, predicted)] == [kind]


@pytest.mark.parametrize(
    ("gold", "predicted", "kinds"),
    [
        ((QUOTE,), (), ["quote missed"]),
        ((), (QUOTE,), ["quote spurious"]),
        ((QUOTE,), (replace(QUOTE, content=(Span(29, 38),)),), ["quote content boundary"]),
        ((QUOTE,), (replace(QUOTE, source=()),), ["quote source wrong"]),
        ((QUOTE,), (replace(QUOTE, cue=None, source=(Span(40, 43),)),), ["quote source wrong", "quote cue wrong"]),
        ((QUOTE,), (replace(QUOTE, content=(Span(40, 57),)),), ["quote missed", "quote spurious"]),
    ],
)
def test_kinds_of_quote_errors(gold: tuple[Quote, ...], predicted: tuple[Quote, ...], kinds: list[str]) -> None:
    assert [error.kind for error in quote_errors(gold, predicted)] == kinds


def test_an_error_says_what_and_where() -> None:
    (error,) = entity_errors((TURIN,), (Entity("LOC", Span(10, 18)),))
    assert (error.document, error.start, error.end) == ("d", 10, 18)
    assert error.gold is not None
    assert error.predicted is not None
    assert (error.gold.label, error.gold.text, error.gold.spans) == ("GPE", "Turin", [(13, 18)])
    assert (error.predicted.label, error.predicted.text) == ("LOC", "of Turin")
    assert (error.before, error.after) == ("Ada Byron ", TEXT[18 : 18 + CONTEXT])


def test_several_spans_are_joined() -> None:
    (error,) = quote_errors((replace(QUOTE, content=(Span(24, 28), Span(32, 38))),), ())
    assert error.gold is not None
    assert error.gold.text == "that … rained"
    assert (error.start, error.end) == (24, 38)


def test_one_prediction_for_two_entities_leaves_one_missed() -> None:
    errors = entity_errors((ADA, TURIN), (Entity("PERSON", Span(0, 18)),))
    assert [error.kind for error in errors] == ["entity missed", "entity wrong boundary"]


def test_errors_are_sorted_by_kind_then_place() -> None:
    gold = [Document(name, TEXT, entities=(TURIN, ADA), quotes=(QUOTE,)) for name in "ba"]
    found = [
        (error.kind, error.document, error.start)
        for error in list_errors(gold, [replace(one, entities=(), quotes=()) for one in gold])
    ]
    assert found == [
        *[("entity missed", name, start) for name in "ba" for start in (0, 13)],
        ("quote missed", "b", 24),
        ("quote missed", "a", 24),
    ]


def test_labels_of_the_corpus_are_compared() -> None:
    gold = [Document("d", TEXT, entities=(Entity("Place", TURIN.span),))]
    assert list_errors(gold, [Document("d", TEXT, entities=(ADA, TURIN))], labels={"Place": ["GPE", "LOC"]}) == []


@settings(max_examples=25)
@given(documents())
def test_gold_against_itself_has_no_errors(document: Document) -> None:
    assert list_errors([document], [document]) == []


@settings(max_examples=25)
@given(documents())
def test_every_item_of_a_missed_document_is_listed(document: Document) -> None:
    errors = list_errors([document], [replace(document, entities=(), quotes=(), references={})])
    assert len(errors) == len(document.entities) + len(document.quotes)
    assert {error.kind for error in errors} <= set(KINDS)


def event_errors(gold: tuple[Event, ...], predicted: tuple[Event, ...]) -> list[str]:
    found = list_errors([Document("d", TEXT, events=gold)], [Document("d", TEXT, events=predicted)])
    return [error.kind for error in found]


SAID = Event("CONSULT", Span(19, 23), "actual", {"actor": (Span(0, 9),), "location": (Span(13, 18),)})


@pytest.mark.parametrize(
    ("predicted", "kinds"),
    [
        (SAID, []),
        (None, ["event missed"]),
        (replace(SAID, type="AID"), ["event wrong type"]),
        (replace(SAID, trigger=Span(19, 28)), ["event wrong trigger"]),
        (replace(SAID, status="planned"), ["event wrong status"]),
        (replace(SAID, arguments={"actor": (Span(4, 9),)}), ["event argument missed", "event argument wrong boundary"]),
        (replace(SAID, arguments={**SAID.arguments, "date": (Span(40, 43),)}), ["event argument spurious"]),
        (replace(SAID, trigger=Span(48, 53)), ["event missed", "event spurious"]),
    ],
)
def test_kinds_of_event_errors(predicted: Event | None, kinds: list[str]) -> None:
    assert event_errors((SAID,), (predicted,) if predicted else ()) == kinds
