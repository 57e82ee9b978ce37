"""A corpus's own labels beside ours: predictions are translated back before they are compared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dragoman.documents import Document, Entity
from dragoman.errors import ConfigError
from dragoman_training.config import NO_LABEL

#: A corpus's own label -> the labels of our scheme that it stands for.
LabelMap = Mapping[str, Sequence[str]]


def translate(
    gold: Iterable[Document], predicted: Iterable[Document], labels: LabelMap | None
) -> tuple[list[Document], list[Document]]:
    """Brings gold and predicted entities to the corpus's own labels.

    Predictions whose label the corpus does not mark are left out, since it cannot say whether they are right; so are
    gold entities whose label stands for none of ours (an empty list, or ``O`` alone). Without a map nothing changes.

    Raises:
        ConfigError: one of our labels stands under two of the corpus's, or a gold label is missing from the map.
    """
    if labels is None:
        return list(gold), list(predicted)
    own = _inverse(labels)
    marked = {label: label for label in labels if label in own.values()}
    gold = list(gold)
    _require_known(gold, labels)
    return [_relabel(document, marked) for document in gold], [_relabel(document, own) for document in predicted]


def _inverse(labels: LabelMap) -> dict[str, str]:
    """Our label -> the corpus's own."""
    inverse: dict[str, str] = {}
    for own, ours in labels.items():
        for label in set(ours) - {NO_LABEL}:
            if inverse.setdefault(label, own) != own:
                raise ConfigError(
                    f"label {label!r} stands for both {inverse[label]!r} and {own!r} of the corpus, so a prediction "
                    "cannot be translated back; leave it in one of them"
                )
    return inverse


def _require_known(gold: Iterable[Document], labels: LabelMap) -> None:
    for document in gold:
        for entity in document.entities:
            if entity.label not in labels:
                raise ConfigError(
                    f"document {document.id!r}: gold label {entity.label!r} is missing from the map; map it to our "
                    f"labels, or to [] to leave it out"
                )


def _relabel(document: Document, names: Mapping[str, str]) -> Document:
    kept: tuple[Entity, ...] = tuple(
        replace(entity, label=names[entity.label]) for entity in document.entities if entity.label in names
    )
    return replace(document, entities=kept, references={})  # labels alone are compared
