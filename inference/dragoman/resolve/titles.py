"""Which offices the text gives to which names: *Foreign Minister Wang Yi*, *Wang Yi, the foreign minister*."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dragoman.documents import Document, Entity, Span
from dragoman.resolve.offices import office_words, place_stems
from dragoman.resolve.parties import Office, Party

_HONORIFIC = (
    r"(?:(?:mr|mrs|ms|miss|dr|sir|dame|h\.e|h\.h|h\.r\.h|hrh|hh|his \w+ highness|her \w+ highness|his highness|"
    r"sheikh|shri|smt|prof|datuk|the|hon|honou?rable)\.? ?)*"
)
#: Between an office and the name after it, entities as letters.
_OFFICE_FIRST = re.compile(
    rf"^(?:,? \(?R\)?| and R(?= (?:of|for) .*,))?(?:,? (?:of|for|to|in|at) [^.;]{{0,80}}?(?:,|(?<=G)|(?<=G\)))|,)?"
    rf" ?(?:R )?{_HONORIFIC}$"
)
#: Between a name and the office after it.
_NAME_FIRST = re.compile(
    r"^ ?(?:,|\(|–|—|, (?:who|which) (?:is|was|has been)|,? as|,? who (?:is|was)|(?:,? is| was| became)) ?"
    r"(?:(?:now|also|then|currently) )?(?:the |an? |her |his |its |their |our |[NG](?:'s|’s)? )?"
    r"(?:(?:former|then|late|outgoing|incoming|new|current|ex|senior|veteran|opposition|ruling) ?-?)*"
    r"(?:[NG](?:'s|’s)? )*$"
)
#: What may follow an apposition; in *attended by Prince Hussein, the king said* there is none.
_CLOSED = re.compile(
    r"(?:['’]s?)?(?:\s*(?:[^\w\s]|$)| (?:of|for|in|at|to|and|who|from|on|since|or|by|with|until|under|as)\b| [A-Z])"
)
_FORMER = re.compile(r"\b(?:former|ex|ousted|deposed|late|then|toppled|jailed|predecessor)[\s,-]+(?:[\w.]+ )?$", re.I)
_OF = re.compile(r"^ (?:of|for|to|in|at)(?: the)? (?:\w+ )?$")
_OWNER = re.compile(r"^(?:['’]s?)? (?:\w+ )?$")
_LETTERS = {"NORP": "N", "GPE": "G", "ORG": "G", "LOC": "G", "ROLE": "R", "PERSON": "P"}
_PLACES = ("NORP", "GPE", "ORG", "LOC")
_FAR = 80


@dataclass(frozen=True, slots=True)
class Titles:
    """The offices of a document.

    Attributes:
        offices: of each ROLE entity.
        beside: for each PERSON entity, the ROLE entities that stand with it.
    """

    offices: dict[Span, Office]
    beside: dict[Span, list[Span]]


def titles(document: Document, bodies: Mapping[Span, Party]) -> Titles:
    """Reads the offices, and which of them the text gives to a name right beside.

    Args:
        document: with its entities.
        bodies: the party of each ORG and GPE, by whose full names states and bodies are compared.
    """
    entities = [entity for entity in document.entities if entity.label in _LETTERS]
    entities.sort(key=lambda entity: entity.span)
    found = Titles({}, {})
    for at, entity in enumerate(entities):
        if entity.label == "ROLE":
            found.offices[entity.span] = _office(document, entities, at, bodies)
        if entity.label == "PERSON":
            roles = [*_before(document.text, entities, at), *_after(document.text, entities, at)]
            found.beside[entity.span] = [entities[role].span for role in roles]
    return found


def _before(text: str, entities: list[Entity], person: int) -> list[int]:
    """The offices right before a name; of two titles (*Commander Lieutenant General Dwivedi*) both."""
    roles = []
    for at in range(person - 1, max(person - 6, -1), -1):
        if entities[at].label == "PERSON" or entities[person].span.start - entities[at].span.end > _FAR:
            break
        if entities[at].label == "ROLE" and _OFFICE_FIRST.match(_between(text, entities, at, person)):
            roles.append(at)
    return roles


def _after(text: str, entities: list[Entity], person: int) -> list[int]:
    """The office right after a name, unless it stands before the next name."""
    for at in range(person + 1, min(person + 5, len(entities))):
        if entities[at].label == "PERSON" or entities[at].span.start - entities[person].span.end > _FAR:
            break
        if entities[at].label == "ROLE":
            taken = at + 1 < len(entities) and entities[at + 1].label == "PERSON" and _gap(text, entities, at) == " "
            named = _NAME_FIRST.match(_between(text, entities, person, at)) and _CLOSED.match(
                text, entities[at].span.end
            )
            return [at] if not taken and named else []
    return []


def _gap(text: str, entities: list[Entity], at: int) -> str:
    return text[entities[at].span.end : entities[at + 1].span.start]


def _between(text: str, entities: list[Entity], first: int, last: int) -> str:
    """The text between two entities, lower case, with a letter for each entity there."""
    pieces, position = [], entities[first].span.end
    for entity in entities[first + 1 : last]:
        pieces += [text[position : entity.span.start].lower(), _LETTERS[entity.label]]
        position = max(position, entity.span.end)
    pieces.append(text[position : entities[last].span.start].lower())
    return "".join(pieces)


def _office(document: Document, entities: list[Entity], at: int, bodies: Mapping[Span, Party]) -> Office:
    """The office that a ROLE names, with the states and bodies right beside it."""
    text, role = document.text, entities[at].span
    beside = []
    if at and entities[at - 1].label in _PLACES and _OWNER.match(_gap(text, entities, at - 1)):
        beside.append(entities[at - 1].span)
    if at + 1 < len(entities) and entities[at + 1].label in _PLACES and _OF.match(_gap(text, entities, at)):
        beside.append(entities[at + 1].span)
    names = [bodies[span].name or "" if span in bodies else document.covered(span) for span in beside]
    former = bool(_FORMER.search(text[max(0, role.start - 30) : role.start]))
    return Office(office_words(document.covered(role)), place_stems(names), former)
