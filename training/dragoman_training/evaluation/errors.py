"""Every error with its place in the text, for a reader who wants to know what goes wrong."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

import msgspec

from dragoman.documents import Document, Entity, Event, Quote, Span
from dragoman_training.evaluation.events import match_events
from dragoman_training.evaluation.labels import LabelMap, translate
from dragoman_training.evaluation.pairing import document_pairs, one_to_one
from dragoman_training.evaluation.quotes import match_quotes

#: The kinds of errors, in the order in which they are listed.
KINDS = (
    "entity missed",
    "entity spurious",
    "entity wrong label",
    "entity wrong boundary",
    "entity wrong label and boundary",
    "quote missed",
    "quote spurious",
    "quote content boundary",
    "quote source wrong",
    "quote cue wrong",
    "event missed",
    "event spurious",
    "event wrong type",
    "event wrong trigger",
    "event wrong status",
    "event argument missed",
    "event argument spurious",
    "event argument wrong boundary",
)

#: Characters of context on each side.
CONTEXT = 60

_T = TypeVar("_T")

#: Joins the text of several spans.
_GAP = " … "


class Side(msgspec.Struct, frozen=True):
    """What stands on the gold or on the predicted side.

    Attributes:
        label: an entity's label, a quote's part, an event's type and status, or an argument's role and trigger.
        spans: where it stands.
        text: what the spans cover.
    """

    label: str
    spans: list[tuple[int, int]]
    text: str


class ErrorItem(msgspec.Struct, frozen=True):
    """One error.

    Attributes:
        kind: one of ``KINDS``.
        document: its id.
        start: first code point of all that either side marks.
        end: the code point after the last.
        gold: what is right; None if nothing is.
        predicted: what was predicted; None if nothing was.
        before: up to 60 characters before ``start``.
        after: up to 60 characters from ``end``.
    """

    kind: str
    document: str
    start: int
    end: int
    gold: Side | None
    predicted: Side | None
    before: str
    after: str


def list_errors(
    gold: Sequence[Document], predicted: Sequence[Document], *, labels: LabelMap | None = None
) -> list[ErrorItem]:
    """Lists the errors of all layers, sorted by kind, then by document and offset.

    Entities are paired one to one, equal spans before overlapping ones and equal labels before others; quotes by the
    words of their contents, events by their triggers. One quote or event may have several errors.

    Args:
        gold: the right documents.
        predicted: the same documents in the same order.
        labels: as in ``score_entities``.

    Raises:
        ConfigError: as ``score_entities``.
        InputError: the documents do not match.
    """
    items: list[tuple[int, int, ErrorItem]] = []
    for index, (wanted, found) in enumerate(document_pairs(*translate(gold, predicted, labels))):
        errors = [*_entity_errors(wanted, found), *_quote_errors(wanted, found), *_event_errors(wanted, found)]
        items += [(KINDS.index(error.kind), index, error) for error in errors]
    return [item for *_, item in sorted(items, key=lambda item: (*item[:2], item[2].start, item[2].end))]


def _entity_errors(gold: Document, predicted: Document) -> Iterator[ErrorItem]:
    pairs = one_to_one(
        (2.0 * (wanted.span == found.span) + (wanted.label == found.label), one, other)
        for one, wanted in enumerate(gold.entities)
        for other, found in enumerate(predicted.entities)
        if wanted.span.overlaps(found.span)
    )
    for one, other in pairs:
        wanted, found = gold.entities[one], predicted.entities[other]
        kind = _entity_kind(wanted, found)
        if kind is not None:
            yield _item(kind, gold, _entity_side(gold, wanted), _entity_side(gold, found))
    for entity in _unpaired(gold.entities, [one for one, _ in pairs]):
        yield _item("entity missed", gold, _entity_side(gold, entity), None)
    for entity in _unpaired(predicted.entities, [other for _, other in pairs]):
        yield _item("entity spurious", gold, None, _entity_side(gold, entity))


def _entity_kind(gold: Entity, predicted: Entity) -> str | None:
    if gold.span == predicted.span:
        return None if gold.label == predicted.label else "entity wrong label"
    return "entity wrong boundary" if gold.label == predicted.label else "entity wrong label and boundary"


def _quote_errors(gold: Document, predicted: Document) -> Iterator[ErrorItem]:
    pairs = match_quotes(gold, predicted, threshold=0.0)
    for one, other in pairs:
        yield from _part_errors(gold, gold.quotes[one], predicted.quotes[other])
    for quote in _unpaired(gold.quotes, [one for one, _ in pairs]):
        yield _item("quote missed", gold, _side(gold, "content", quote.content), None)
    for quote in _unpaired(predicted.quotes, [other for _, other in pairs]):
        yield _item("quote spurious", gold, None, _side(gold, "content", quote.content))


def _part_errors(document: Document, gold: Quote, predicted: Quote) -> Iterator[ErrorItem]:
    for part, kind in (
        ("content", "quote content boundary"),
        ("source", "quote source wrong"),
        ("cue", "quote cue wrong"),
    ):
        wanted, found = ([span for name, span in quote.parts() if name == part] for quote in (gold, predicted))
        if set(wanted) != set(found):
            yield _item(kind, document, _side(document, part, wanted), _side(document, part, found))


def _event_errors(gold: Document, predicted: Document) -> Iterator[ErrorItem]:
    pairs = match_events(gold.events, predicted.events)
    for wanted, found in pairs:
        sides = _event_side(gold, wanted), _event_side(gold, found)
        if wanted.type != found.type:
            yield _item("event wrong type", gold, *sides)
        if wanted.trigger != found.trigger:
            yield _item("event wrong trigger", gold, *sides)
        if wanted.status not in (None, found.status):
            yield _item("event wrong status", gold, *sides)
        yield from _argument_errors(gold, wanted, found)
    for event in gold.events:
        if not any(event is wanted for wanted, _ in pairs):
            yield _item("event missed", gold, _event_side(gold, event), None)
    for event in predicted.events:
        if not any(event is found for _, found in pairs):
            yield _item("event spurious", gold, None, _event_side(gold, event))


def _argument_errors(document: Document, gold: Event, predicted: Event) -> Iterator[ErrorItem]:
    for role in dict.fromkeys([*gold.arguments, *predicted.arguments]):
        wanted, found = gold.arguments.get(role, ()), predicted.arguments.get(role, ())
        label = f"{role} of {document.covered(gold.trigger)}"
        pairs = one_to_one(
            (float(one == other), i, j)
            for i, one in enumerate(wanted)
            for j, other in enumerate(found)
            if one.overlaps(other)
        )
        for i, j in pairs:
            if wanted[i] != found[j]:
                sides = _side(document, label, [wanted[i]]), _side(document, label, [found[j]])
                yield _item("event argument wrong boundary", document, *sides)
        for span in _unpaired(wanted, [i for i, _ in pairs]):
            yield _item("event argument missed", document, _side(document, label, [span]), None)
        for span in _unpaired(found, [j for _, j in pairs]):
            yield _item("event argument spurious", document, None, _side(document, label, [span]))


def _event_side(document: Document, event: Event) -> Side | None:
    return _side(document, " ".join(filter(None, [event.type, event.status])), [event.trigger])


def _unpaired(items: Sequence[_T], paired: Sequence[int]) -> list[_T]:
    return [item for index, item in enumerate(items) if index not in paired]


def _entity_side(document: Document, entity: Entity) -> Side:
    return Side(entity.label, [(entity.span.start, entity.span.end)], document.covered(entity.span))


def _side(document: Document, label: str, spans: Sequence[Span]) -> Side | None:
    if not spans:
        return None
    ordered = sorted(spans)
    text = _GAP.join(document.covered(span) for span in ordered)
    return Side(label, [(span.start, span.end) for span in ordered], text)


def _item(kind: str, document: Document, gold: Side | None, predicted: Side | None) -> ErrorItem:
    spans = [span for side in (gold, predicted) if side for span in side.spans]
    start, end = min(first for first, _ in spans), max(last for _, last in spans)
    return ErrorItem(
        kind=kind,
        document=document.id,
        start=start,
        end=end,
        gold=gold,
        predicted=predicted,
        before=document.text[max(0, start - CONTEXT) : start],
        after=document.text[end : end + CONTEXT],
    )
