"""What kind of phrase a source or an argument is, from its words and the entities inside."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

from dragoman.documents import Document, Entity, Span
from dragoman.resolve.names import fold

Shape = Literal["name", "office", "body", "words"]

#: Pronoun -> what it agrees with: m, f; t for a thing or body, p for several, 1 and 2 for who speaks.
PRONOUNS = {
    "he": "m", "him": "m", "his": "m", "himself": "m",
    "she": "f", "her": "f", "hers": "f", "herself": "f",
    "it": "t", "its": "t", "itself": "t",
    "they": "p", "them": "p", "their": "p", "themselves": "p",
    "i": "1", "me": "1", "my": "1", "myself": "1",
    "we": "2", "us": "2", "our": "2", "ourselves": "2",
}  # fmt: skip

#: Nouns after a person's name that make it a body or a family.
_NOT_THE_PERSON = re.compile(
    r"\s+(?:family|brothers|sisters|clan|dynasty|foundation|administration|government|regime|cabinet|team|camp|office|"
    r"allies|ally|supporters|lawyers?|aides?|spokes\w+|campaign|doctrine|era|plan|deal)\b"
)
_GENITIVE = re.compile(r"['’]s?\s+\w|s['’]\s+\w")
_PREPOSITION = re.compile(
    r"\b(?:of|for|from|in|at|with|on|to|by|who|whom|whose|which|that|close|familiar|about|near|released|issued|"
    r"published|seen|carried|posted|quoted|citing|after|before|during|under|based|inside|outside|across|between)\b"
)
_INDEFINITE = re.compile(
    r"^(?:an?|one|another|some|several|many|most|few|other|various|two|three|four|five|six|\d+|unnamed|no)\b"
)
_OF = re.compile(r" (?:of|for|to|in) ")
_BOTH = re.compile(r"^(?:the two|both)\b")

#: A letter for each entity in the phrase, so that patterns see its shape.
_LETTERS = {"PERSON": "P", "ROLE": "R", "NORP": "N", "ORG": "G", "GPE": "G", "LOC": "G", "FAC": "G"}


class EntityIndex:
    """The entities inside a span, found quickly."""

    def __init__(self, document: Document) -> None:
        self._sorted = sorted(document.entities, key=lambda entity: entity.span)
        self._starts = [entity.span.start for entity in self._sorted]

    def inside(self, span: Span) -> list[Entity]:
        """Entities wholly inside a span, in text order."""
        first = bisect_left(self._starts, span.start)
        last = bisect_left(self._starts, span.end, first)
        return [entity for entity in self._sorted[first:last] if entity.span.end <= span.end]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase, seen through.

    Attributes:
        shape: a *name* of a person, an *office*, a *body* by name, or other *words*.
        words: all of it, folded.
        core: the words up to the first preposition or comma, with a letter for each entity: ``the N R``.
        entities: those inside.
        head: of a name or body, its entity; of an office, its ROLE.
        definite: whether the phrase may take up somebody known.
        plural: whether it names several.
        both: whether it says that they are two.
    """

    shape: Shape
    words: str
    core: str
    entities: tuple[Entity, ...]
    head: Entity | None
    definite: bool
    plural: bool
    both: bool


def see(document: Document, span: Span, index: EntityIndex) -> Phrase:
    """Reads a source or an argument."""
    entities = index.inside(span)
    masked = _masked(document.text, span, entities)
    core = _core(masked)
    shape, head = _headed(core, entities, masked)
    if person := _person(document.text, span, entities, masked):
        shape, head = "name", person
    last = _OF.split(fold(document.covered(head.span)))[0] if head and shape == "office" else core
    both = bool(_BOTH.match(core))
    definite = both or not _INDEFINITE.match(core)
    return Phrase(
        shape,
        fold(document.covered(span)),
        core,
        tuple(entities),
        head,
        definite,
        shape != "name" and _plural(last),
        both,
    )


def _masked(text: str, span: Span, entities: list[Entity]) -> str:
    """The phrase, lower case, each entity of interest replaced by its letter."""
    pieces, position = [], span.start
    for entity in entities:
        letter = _LETTERS.get(entity.label)
        if letter and entity.span.start >= position:
            pieces += [text[position : entity.span.start].lower(), letter]
            position = entity.span.end
    pieces.append(text[position : span.end].lower())
    return re.sub(r"(?:['’]s|(?<=s)['’])$", "", " ".join("".join(pieces).split()))


#: What is said of a body after its name: *Sabah newspaper*, *Commission (CCDI)*.
_AFTER_BODY = re.compile(
    r"(?<=G)(?: \(G\)| (?:newspaper|daily|weekly|magazine|paper|station|channel|network|website|portal|agency|"
    r"group|party|union|movement|militia|militants|rebels|company|broadcaster))+$"
)


def _core(masked: str) -> str:
    segment = masked.split(", ", 1)[0]
    found = _PREPOSITION.search(segment)
    core = (segment[: found.start()] if found and found.start() else segment).strip()
    return _AFTER_BODY.sub("", core)


def _person(text: str, span: Span, entities: list[Entity], masked: str) -> Entity | None:
    """The person whom the phrase names, not one who stands in it by the way (*a spokesman for President Biden*)."""
    parts = masked.split("P")
    people = [entity for entity in entities if entity.label == "PERSON"]
    for number, person in enumerate(people[: len(parts) - 1]):
        before = "P".join(parts[: number + 1]).rsplit(",", 1)[-1]
        after = text[person.span.end : span.end]
        if not (_GENITIVE.match(after) or _NOT_THE_PERSON.match(after)) and _is_head(before):
            return person
    return None


def _is_head(before: str) -> bool:
    """Whether a name after these words heads its phrase: *minister of G* does, *spokesman for N R* does not."""
    prepositions = list(_PREPOSITION.finditer(before))
    if not prepositions or prepositions[-1].start() == 0:
        return not prepositions or prepositions[-1].group() in ("by", "from")
    return bool(re.search(r"G(?:'s|’s)? ?$", before[prepositions[-1].end() :]))


#: A body's name in apposition: *an activist group, the Assistance Association (AAPP)*.
_BODY_APPOSED = re.compile(r"^[^,]*, (?:the )?G(?: \(G\))?$")


def _headed(core: str, entities: list[Entity], masked: str) -> tuple[Shape, Entity | None]:
    """Whether an office or a body's name is what the phrase is about."""
    upto = core if core[-1:] in ("R", "G") else masked.removesuffix(" (G)") if _BODY_APPOSED.match(masked) else ""
    if not upto:
        return "words", None
    relevant = [entity for entity in entities if entity.label in _LETTERS]
    head = relevant[sum(letter in "PRNG" for letter in upto) - 1]
    return ("office" if head.label == "ROLE" else "body"), head


_SINGULAR = re.compile(r"(?:ss|us|is|ics|news|times|press|kings|G)$")
_PLURAL = frozenset(["people", "police", "authorities", "both", "two", "men", "women"])


def _plural(core: str) -> bool:
    last = core.rsplit(" ", 1)[-1]
    if last == "N" or last in _PLURAL or last.endswith("men"):
        return True
    return last.endswith("s") and not _SINGULAR.search(last)
