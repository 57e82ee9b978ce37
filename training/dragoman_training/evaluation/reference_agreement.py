"""``dragoman-train compare-resolution``: two annotations of what the same mentions refer to."""

from collections.abc import Sequence

import msgspec

from dragoman.errors import InputError
from dragoman_training.evaluation.document_share import DocumentShare, document_share
from dragoman_training.evaluation.references import GoldReference, GoldResolution


class ReferenceAgreement(msgspec.Struct, frozen=True):
    """Shares of mentions and quotes about which two annotations say the same.

    Attributes:
        documents: how many both hold.
        places: states, bodies and places, and names that stand for none.
        dates: dates.
        entities: pronouns and offices.
        speakers: quotes.
    """

    documents: int
    places: DocumentShare
    dates: DocumentShare
    entities: DocumentShare
    speakers: DocumentShare


def agreement(first: Sequence[GoldResolution], second: Sequence[GoldResolution]) -> ReferenceAgreement:
    """Compares two annotations of the documents that both hold.

    Raises:
        InputError: they share no document, or are not of the same mentions and quotes.
    """
    known = {one.id: one for one in first}
    pairs = [(known[one.id], one) for one in second if one.id in known]
    if not pairs:
        raise InputError("the two have no document in common; documents are paired by their ids")
    for one, other in pairs:
        if _mentions(one) != _mentions(other) or len(one.speakers) != len(other.speakers):
            raise InputError(f"document {one.id!r}: the two are not of the same mentions and quotes")

    def share(kind: str) -> DocumentShare:
        return document_share(
            [
                [a == b for a, b in zip(one.references, other.references, strict=True) if _kind(a) == kind]
                for one, other in pairs
            ]
        )

    spoken = [[a == b for a, b in zip(one.speakers, other.speakers, strict=True)] for one, other in pairs]
    return ReferenceAgreement(
        len(pairs), share("places"), share("dates"), share("entities"), speakers=document_share(spoken)
    )


def _mentions(one: GoldResolution) -> list[tuple[int, int, str]]:
    return [(item.start, item.end, _kind(item)) for item in one.references]


def _kind(item: GoldReference) -> str:
    if item.when is not msgspec.UNSET:
        return "dates"
    return "entities" if item.entity is not msgspec.UNSET else "places"
