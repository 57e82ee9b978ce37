"""``dragoman-train evaluate-resolution``: how often a mention is given the right state, body, day, person or speaker.

The spans, quotes and events are those of the annotated documents, so that resolution alone is measured.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from dragoman.documents import Document, Reference, Span
from dragoman.errors import InputError
from dragoman.resolve import resolve
from dragoman.resolve.intergovernmental import body_named
from dragoman_training.evaluation.document_share import DocumentShare, document_share
from dragoman_training.evaluation.speakers import SpeakerScores, same_speaker, score_speakers
from dragoman_training.readers.reading import read_text


class GoldReference(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one mention refers to; it has one of the fields, which is None where it refers to no such thing.

    Attributes:
        start: of the mention.
        end: of the mention.
        country: the state that it stands for, ISO 3166-1 alpha-3.
        body: the intergovernmental body, its acronym.
        place: a place that stands for no state: the state in which it lies.
        when: ISO 8601.
        entity: the name of the person or body that a pronoun or office means.
    """

    start: int
    end: int
    country: str | msgspec.UnsetType | None = msgspec.UNSET
    body: str | msgspec.UnsetType = msgspec.UNSET
    place: str | msgspec.UnsetType = msgspec.UNSET
    when: str | msgspec.UnsetType | None = msgspec.UNSET
    entity: str | msgspec.UnsetType | None = msgspec.UNSET


class GoldResolution(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a document's mentions refer to.

    Attributes:
        id: of the document.
        references: in text order.
        speakers: one for each quote.
    """

    id: str
    references: list[GoldReference]
    speakers: list[str | None]


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
    speakers: SpeakerScores


def read_gold(path: Path) -> list[GoldResolution]:
    """Reads what mentions refer to.

    Raises:
        InputError: the file is missing, or a line is no such record.
    """
    found = []
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if line.strip():
            try:
                found.append(msgspec.json.decode(line, type=GoldResolution))
            except msgspec.DecodeError as error:
                raise InputError(f"{path}, line {number}: {error}") from error
    return found


def score_resolution(gold: Sequence[GoldResolution], documents: Sequence[Document]) -> ResolutionScores:
    """Resolves annotated documents and scores those for which there is gold.

    Raises:
        InputError: there is none for any.
    """
    by_id = {document.id: document for document in documents}
    pairs = [(item, resolve(by_id[item.id])) for item in gold if item.id in by_id]
    if not pairs:
        raise InputError("none of the documents is among those whose references are known; look at their ids")

    def scored(
        wanted: Callable[[GoldReference], bool], right: Callable[[GoldReference, Reference | None], bool]
    ) -> DocumentShare:
        return document_share(
            [
                [
                    right(item, found.references.get(Span(item.start, item.end)))
                    for item in one.references
                    if wanted(item)
                ]
                for one, found in pairs
            ]
        )

    return ResolutionScores(
        documents=len(pairs),
        states=scored(lambda item: bool(item.country), lambda item, found: _country(found) == item.country),
        no_state=scored(lambda item: item.country is None, lambda item, found: _country(found) is None),
        bodies=scored(lambda item: bool(item.body), lambda item, found: _acronym(found) == item.body),
        places=scored(lambda item: bool(item.place), lambda item, found: _country(found) == item.place),
        dates=scored(lambda item: bool(item.when), lambda item, found: _when(found) == item.when),
        no_date=scored(lambda item: item.when is None, lambda item, found: _when(found) is None),
        entities=scored(lambda item: bool(item.entity), _same_entity),
        speakers=score_speakers(
            [found for _, found in pairs],
            {one.id: one.speakers for one, _ in pairs},
            {found.id: [quote.speaker for quote in found.quotes] for _, found in pairs},
        ),
    )


def _country(found: Reference | None) -> str | None:
    return found.country if found else None


def _when(found: Reference | None) -> str | None:
    return found.when if found else None


def _acronym(found: Reference | None) -> str | None:
    body = body_named(found.entity) if found and found.entity else None
    return body.acronym if body else None


def _same_entity(item: GoldReference, found: Reference | None) -> bool:
    return same_speaker(str(item.entity), found.entity if found else None)
