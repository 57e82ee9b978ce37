"""Pairs: a gold document with the predicted one, and an item of the one with an item of the other."""

from collections.abc import Iterable, Sequence

from dragoman.documents import Document
from dragoman.errors import InputError
from dragoman.layers import ENTITIES, EVENTS, QUOTES


def document_pairs(gold: Sequence[Document], predicted: Sequence[Document]) -> list[tuple[Document, Document]]:
    """Gold and predicted documents side by side.

    Raises:
        InputError: the two differ in number, in the order of ids, or in a text.
    """
    if len(gold) != len(predicted):
        raise InputError(f"{len(gold)} gold documents, but {len(predicted)} predicted ones")
    for wanted, found in zip(gold, predicted, strict=True):
        if wanted.id != found.id:
            raise InputError(
                f"gold document {wanted.id!r} stands beside predicted {found.id!r}: give both in one order"
            )
        if wanted.text != found.text:
            raise InputError(f"document {wanted.id!r}: gold and predicted text differ, so their offsets do")
    return list(zip(gold, predicted, strict=True))


def marked_layers(gold: Sequence[Document]) -> list[str]:
    """The layers of which any gold document has an item: no others can be scored."""
    return [layer for layer in (ENTITIES, QUOTES, EVENTS) if any(getattr(document, layer) for document in gold)]


def one_to_one(candidates: Iterable[tuple[float, int, int]]) -> list[tuple[int, int]]:
    """Pairs items greedily: the best candidate first, each item once.

    Args:
        candidates: (quality, gold index, predicted index); of equal quality, the lower indices go first.

    Returns:
        (gold index, predicted index), in the order of the gold index.
    """
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, wanted, found in sorted(candidates, key=lambda candidate: (-candidate[0], *candidate[1:])):
        if wanted not in pairs and found not in taken:
            pairs[wanted] = found
            taken.add(found)
    return sorted(pairs.items())
