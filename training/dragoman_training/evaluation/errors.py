"""Every error with its place in the text, for a reader who wants to know what goes wrong."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

import msgspec

from dragoman.documents import Document, Entity, Quote, Span
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
)

#: Characters of context on each side.
CONTEXT = 60

_T = TypeVar("_T")

#: Joins the text of several spans.
_GAP = " … "


class Side(msgspec.Struct, frozen=True):
    """What stands on the gold or on the predicted side: an entity's label or a quote's part, its spans, their text."""

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
    """Lists the errors in entities and quotes, sorted by kind, then by document and offset.

    Entities are paired one to one, equal spans before overlapping ones and equal labels before others; quotes by the
    words of their contents. One quote may have several errors.

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
        errors = [*_entity_errors(wanted, found), *_quote_errors(wanted, found)]
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
