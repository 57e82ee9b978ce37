"""``dragoman-train evaluate-resolution``: how often a mention is given the right state, body, day, person or speaker.

The spans, quotes and events are those of the annotated documents, so that resolution alone is measured.
"""

from collections.abc import Sequence

import msgspec

from dragoman.documents import Document, Reference, Span
from dragoman.errors import InputError
from dragoman.resolve import resolve
from dragoman.resolve.intergovernmental import body_named
from dragoman_training.evaluation.document_share import DocumentShare, document_share
from dragoman_training.evaluation.references import GoldReference, GoldResolution, name_of
from dragoman_training.evaluation.speakers import SpeakerScores, same_speaker, score_speakers


class ResolutionScores(msgspec.Struct, frozen=True):
    """Shares of mentions that are resolved rightly.

    Attributes:
        documents: how many were scored.
        states: mentions that stand for a state: its code.
        no_state: names that stand for none: no code.
        bodies: intergovernmental bodies: the body.
        places: places: the state in which they lie.
        dates: dates of which the text tells the day, or interval.
        no_date: dates of which it does not: nothing.
        entities: pronouns and offices whose bearer the text names: the name.
        unnamed: those whose bearer it does not name: no name.
        speakers: of quotes; see ``SpeakerScores``.
    """

    documents: int
    states: DocumentShare
    no_state: DocumentShare
    bodies: DocumentShare
    places: DocumentShare
    dates: DocumentShare
    no_date: DocumentShare
    entities: DocumentShare
    unnamed: DocumentShare
    speakers: SpeakerScores


_KINDS = ("states", "no_state", "bodies", "places", "dates", "no_date", "entities", "unnamed")


def score_resolution(gold: Sequence[GoldResolution], documents: Sequence[Document]) -> ResolutionScores:
    """Resolves annotated documents and scores those for which there is gold.

    Raises:
        InputError: there is none for any.
    """
    by_id = {document.id: document for document in documents}
    pairs = [(item, resolve(by_id[item.id])) for item in gold if item.id in by_id]
    if not pairs:
        raise InputError("none of the documents is among those whose references are known; look at their ids")

    judged = [[_judge(item, document) for item in one.references] for one, document in pairs]

    def share(kind: str) -> DocumentShare:
        return document_share([[right for found, right in verdicts if found == kind] for verdicts in judged])

    return ResolutionScores(
        documents=len(pairs),
        **{kind: share(kind) for kind in _KINDS},
        speakers=score_speakers(
            [document for _, document in pairs],
            {one.id: [name_of(document, places) for places in one.speakers] for one, document in pairs},
            {document.id: [quote.speaker for quote in document.quotes] for _, document in pairs},
        ),
    )


def _judge(item: GoldReference, document: Document) -> tuple[str, bool]:
    """What kind of mention it is, and whether the document has it right."""
    found = document.references.get(Span(item.start, item.end))
    if item.country is not msgspec.UNSET:
        return "states" if item.country else "no_state", (found.country if found else None) == item.country
    if item.when is not msgspec.UNSET:
        return "dates" if item.when else "no_date", (found.when if found else None) == item.when
    if item.body is not msgspec.UNSET:
        return "bodies", (_acronym(found) if found else None) == item.body
    if item.place is not msgspec.UNSET:
        return "places", (found.country if found else None) == item.place
    name = name_of(document, item.entity) if item.entity else None
    return "entities" if name else "unnamed", same_speaker(name, found.entity if found else None)


def _acronym(found: Reference) -> str | None:
    body = body_named(found.entity) if found.entity else None
    return body.acronym if body else None
