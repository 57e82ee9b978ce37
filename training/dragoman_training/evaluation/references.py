"""Gold of resolution: what the mentions of a document refer to, and who speaks.

Names are places in the document, so that a file over texts of others holds none of their words.
"""

from pathlib import Path

import msgspec

from dragoman.documents import Document, Span
from dragoman.errors import InputError
from dragoman_training.evaluation.speakers import SEPARATOR
from dragoman_training.readers.reading import read_text

#: Where a name stands in the document, start and end; several where several act or speak together.
Names = list[tuple[int, int]]


class GoldReference(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one mention refers to; it has one of the fields, which is None where it refers to no such thing.

    Attributes:
        start: of the mention.
        end: of the mention.
        country: the state that it stands for, ISO 3166-1 alpha-3.
        body: the intergovernmental body, its acronym.
        place: a place that stands for no state: the state in which it lies.
        when: ISO 8601.
        entity: the person or body that a pronoun or office means.
    """

    start: int
    end: int
    country: str | msgspec.UnsetType | None = msgspec.UNSET
    body: str | msgspec.UnsetType = msgspec.UNSET
    place: str | msgspec.UnsetType = msgspec.UNSET
    when: str | msgspec.UnsetType | None = msgspec.UNSET
    entity: Names | msgspec.UnsetType | None = msgspec.UNSET


class GoldResolution(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a document's mentions refer to.

    Attributes:
        id: of the document.
        references: in text order.
        speakers: one for each quote; None where the text names nobody.
    """

    id: str
    references: list[GoldReference]
    speakers: list[Names | None]


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


def name_of(document: Document, places: Names | None) -> str | None:
    """The name that stands there, several joined."""
    return None if places is None else SEPARATOR.join(document.covered(Span(*place)) for place in places)
