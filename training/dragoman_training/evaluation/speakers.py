"""Who speaks: the share of quotes whose named speaker is right, beside a simple baseline."""

import re
from collections.abc import Callable, Mapping, Sequence

import msgspec

from dragoman.documents import Document, Quote
from dragoman.errors import InputError
from dragoman_training.evaluation.document_share import DocumentShare, document_share

#: For each quote of a document, in its order, the name of who speaks; several joined by ``SEPARATOR``.
Speakers = Sequence[str | None]

#: Between the names of those who speak together.
SEPARATOR = " & "
_BLANKS = re.compile(r"\s+")
_EDGES = re.compile(r"^the |['’]s?$")


class SpeakerScores(msgspec.Struct, frozen=True):
    """Scores of who speaks, over quotes that have a source in the gold data.

    Attributes:
        named: of the quotes whose speaker the article names, the share with exactly that name.
        all: of all quotes with a source, the share right; where the article names nobody, None is right.
        baseline: as ``named``, of the nearest preceding name of a person.
    """

    named: DocumentShare
    all: DocumentShare
    baseline: DocumentShare


def score_speakers(
    documents: Sequence[Document], gold: Mapping[str, Speakers], found: Mapping[str, Speakers]
) -> SpeakerScores:
    """Scores the speakers found for gold quotes.

    Names are compared without case, articles, possessives and runs of blanks; of several, all must be there, in any
    order.

    Args:
        documents: with gold quotes.
        gold: document id -> the right speakers.
        found: document id -> the speakers found for the same quotes.

    Raises:
        InputError: a document has no speakers, or not as many as quotes, or there is no document.
    """
    _check(documents, gold, found)
    nearest = {document.id: [nearest_name(document, quote) for quote in document.quotes] for document in documents}
    return SpeakerScores(
        named=_share(documents, gold, found, lambda name: name is not None),
        all=_share(documents, gold, found, lambda name: True),
        baseline=_share(documents, gold, nearest, lambda name: name is not None),
    )


def nearest_name(document: Document, quote: Quote) -> str | None:
    """The baseline: the PERSON that ends last before the source's end, as it stands there."""
    end = max((span.end for span in quote.source), default=quote.content[0].start)
    before = [entity.span for entity in document.entities if entity.label == "PERSON" and entity.span.end <= end]
    return document.covered(max(before, key=lambda span: span.end)) if before else None


def same_speaker(one: str | None, other: str | None) -> bool:
    """Whether two names are the same, or both are None."""
    return _comparable(one) == _comparable(other)


def _comparable(name: str | None) -> frozenset[str]:
    names = name.split(SEPARATOR) if name is not None else []
    return frozenset(_EDGES.sub("", _BLANKS.sub(" ", each).strip().casefold()) for each in names)


def _check(documents: Sequence[Document], gold: Mapping[str, Speakers], found: Mapping[str, Speakers]) -> None:
    if not documents:
        raise InputError("speakers cannot be scored without a document")
    for document in documents:
        for kind, speakers in (("gold", gold.get(document.id)), ("found", found.get(document.id))):
            if speakers is None or len(speakers) != len(document.quotes):
                count = "no" if speakers is None else len(speakers)
                raise InputError(
                    f"document {document.id!r} has {len(document.quotes)} quotes, but {count} {kind} speakers"
                )


def _share(
    documents: Sequence[Document],
    gold: Mapping[str, Speakers],
    found: Mapping[str, Speakers],
    counts: Callable[[str | None], bool],
) -> DocumentShare:
    outcomes = [
        [
            same_speaker(right, guess)
            for quote, right, guess in zip(document.quotes, gold[document.id], found[document.id], strict=True)
            if quote.source and counts(right)
        ]
        for document in documents
    ]
    return document_share(outcomes)
