"""Confidences of predicted items beside whether they are right: what a calibration is fitted on and judged by."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

from dragoman.documents import Document
from dragoman.errors import InputError
from dragoman_training.evaluation.labels import LabelMap, translate
from dragoman_training.evaluation.pairing import document_pairs
from dragoman_training.evaluation.quotes import exact_key

#: (what must be equal for an item to be right, its confidence)
_Items = Iterable[tuple[Hashable, float | None]]


def scored_items(
    gold: Sequence[Document], predicted: Sequence[Document], layer: str, *, labels: LabelMap | None = None
) -> tuple[list[float], list[bool]]:
    """Confidences of the predicted items of a layer that have one, and whether each is right.

    An entity is right if label and span are, a quote if source, cue and content are, an event if type and trigger are.

    Args:
        gold: the right documents.
        predicted: the same documents in the same order.
        layer: ``entities``, ``quotes`` or ``events``.
        labels: as in ``score_entities``.

    Raises:
        ConfigError: as ``score_entities``.
        InputError: the documents do not match, or there is no such layer.
    """
    if layer not in _LAYERS:
        raise InputError(f"no layer {layer!r}; known: {', '.join(_LAYERS)}")
    items = _LAYERS[layer]
    pairs = document_pairs(*translate(gold, predicted, labels if layer == "entities" else None))
    outcomes = [outcome for wanted, found in pairs for outcome in _outcomes(items(wanted), items(found))]
    return [confidence for confidence, _ in outcomes], [right for _, right in outcomes]


def _outcomes(gold: _Items, predicted: _Items) -> Iterator[tuple[float, bool]]:
    left = Counter(key for key, _ in gold)
    for key, confidence in predicted:
        right = left[key] > 0
        left[key] -= right
        if confidence is not None:
            yield confidence, right


def _entities(document: Document) -> _Items:
    return (((entity.label, entity.span), entity.score) for entity in document.entities)


def _quotes(document: Document) -> _Items:
    return ((exact_key(quote), quote.score) for quote in document.quotes)


def _events(document: Document) -> _Items:
    return (((event.type, event.trigger), event.score) for event in document.events)


_LAYERS: Mapping[str, Callable[[Document], _Items]] = {"entities": _entities, "quotes": _quotes, "events": _events}
