"""Who is meant by a name, an office or a pronoun, and who speaks.

Works from a document's text and spans alone, gold or predicted; no model is loaded. One reading from left to right:
each name, office, source and argument is resolved by what the text has said before, and then belongs to it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from dragoman.documents import Document, Entity, Event, Span
from dragoman.resolve.antecedents import Antecedents
from dragoman.resolve.company import company
from dragoman.resolve.discourse import ACTOR, ASIDE, PLAIN, SPEAKER, SUBJECT
from dragoman.resolve.layout import Layout
from dragoman.resolve.parties import Party, group
from dragoman.resolve.phrases import PRONOUNS
from dragoman.resolve.speakers import speakers

#: Roles of an event whose arguments are parties.
_PARTY_ROLES = ("actor", "recipient")
_NOUNS = ("PERSON", "ROLE", "ORG", "GPE")


@dataclass(frozen=True, slots=True)
class People:
    """Who is meant.

    Attributes:
        references: span of a name, an office, a source or an argument -> the fullest name under which the person or
            body stands in the document; several who act together are joined by `` & ``. A span that the text puts no
            name to is not among them.
        speakers: for each quote of the document, the name of who speaks, or None.
    """

    references: dict[Span, str]
    speakers: tuple[str | None, ...]


def resolve_people(document: Document) -> People:
    """Finds who is meant in a document; changes nothing in it."""
    reading = _Reading(document)
    reading.read()
    spoken = speakers(document, reading.parties)
    reading.read_speakers_own(spoken)
    references = {span: party.name for span, party in reading.parties.items() if party.name is not None}
    return People(references, tuple(party.name if party else None for party in spoken))


@dataclass(slots=True)
class _Phrase:
    """What is to be resolved at a span."""

    weight: float = PLAIN
    quotes: set[int] = field(default_factory=set)


class _Reading:
    """A document read from left to right."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._known = Antecedents(document)
        self._joint = _joint_actors(document)
        self._mixed = self._mixed_capitals()
        self._own: list[Span] = []
        self.parties: dict[Span, Party] = {}

    def read(self) -> None:
        """Resolves all but what the speakers say of themselves."""
        phrases = self._phrases()
        for span in sorted(phrases):
            self._take(span, phrases[span])

    def read_speakers_own(self, spoken: tuple[Party | None, ...]) -> None:
        """*I*, and a body's *we*: who speaks the words around."""
        for span in self._own:
            quote = self._known.places.quote(span.start)
            speaker = spoken[quote] if quote is not None else None
            kind = PRONOUNS[self._document.covered(span).lower()]
            if speaker and (speaker.kind == "person") == (kind == "1"):
                self.parties[span] = speaker

    def _phrases(self) -> dict[Span, _Phrase]:
        phrases: dict[Span, _Phrase] = {}
        weights = _Weights(self._document, self._known.places)
        for entity in self._document.entities:
            if entity.span in self._known.people or entity.span in self._known.bodies or entity.label == "ROLE":
                phrases[entity.span] = _Phrase(weights.weight(entity))
        for event in self._document.events:
            for span, weight in _arguments(event):
                phrase = phrases.setdefault(span, _Phrase())
                phrase.weight = max(phrase.weight, weight)
        for number, quote in enumerate(self._document.quotes):
            for span in quote.source:
                phrase = phrases.setdefault(span, _Phrase())
                phrase.weight = SPEAKER
                phrase.quotes.add(number)
        return phrases

    def _take(self, span: Span, phrase: _Phrase) -> None:
        if PRONOUNS.get(self._document.covered(span).lower(), "") in ("1", "2"):
            self._own.append(span)
            return
        party = self._known.find(span, frozenset(phrase.quotes))
        if party is None:
            return
        if phrase.weight in (SPEAKER, ACTOR) and span not in self._mixed:
            party = self._known.governments.get(party, party)
        self.parties[span] = party
        if not self._in_brackets(span):
            self._known.discourse.add(party, span.start, phrase.weight)
        if span in self._joint:
            self._join(span)

    def _mixed_capitals(self) -> set[Span]:
        """Capitals beside others whose states the text does not name; all of them stay as they are."""
        known = self._known
        together = [spans for joint in self._joint.values() for spans in joint]
        return {
            span
            for spans in together
            for span in spans
            if any(known.bodies.get(each) not in known.governments for each in spans)
        }

    def _in_brackets(self, span: Span) -> bool:
        """A newsroom in a dateline and an abbreviation are not spoken of."""
        return self._document.text[span.start - 1 : span.start] == "("

    def _join(self, last: Span) -> None:
        """Parties of one act are spoken of together from here on: *they*, *the two sides*."""
        for spans in self._joint[last]:
            members = [self.parties[span] for span in spans if span in self.parties]
            if len(members) == len(spans):
                joined = group(members)
                if joined.kind == "group":
                    self._known.discourse.add(joined, last.start, SPEAKER)


def _arguments(event: Event) -> Iterator[tuple[Span, float]]:
    for role, weight in zip(_PARTY_ROLES, (ACTOR, PLAIN), strict=True):
        for span in event.arguments.get(role, ()):
            yield span, weight


def _joint_actors(document: Document) -> dict[Span, list[tuple[Span, ...]]]:
    """Spans that act or speak together, by the last of them."""
    found: dict[Span, list[tuple[Span, ...]]] = {}
    together = [event.arguments.get("actor", ()) for event in document.events]
    together += [quote.source for quote in document.quotes]
    together += company(document)
    for spans in dict.fromkeys(tuple(sorted(spans)) for spans in together):
        if len(spans) > 1:
            found.setdefault(max(spans), []).append(spans)
    return found


_POSSESSIVE = re.compile(r"['’]s? ")
_AFTER_PREPOSITION = re.compile(
    r"\b(?:of|for|from|with|on|to|by|in|at|against|between|and|than|under|like) (?:the )?$|\($", re.I
)


class _Weights:
    """How much the place of a name or office in its sentence counts."""

    def __init__(self, document: Document, places: Layout) -> None:
        self._text = document.text
        self._places = places
        self._subjects: dict[int, int] = {}
        entities = sorted(document.entities, key=lambda entity: entity.span.start)
        for entity, following in zip_longest(entities, entities[1:]):
            if entity.label in _NOUNS and not self._aside(entity.span) and not self._leans_on(entity, following):
                self._subjects.setdefault(places.sentence(entity.span.start), entity.span.start)

    def weight(self, entity: Entity) -> float:
        """A sentence's first name or office is its subject, unless it is a possessive or has a preposition."""
        start = entity.span.start
        if self._subjects.get(self._places.sentence(start)) == start:
            return SUBJECT
        return ASIDE if _POSSESSIVE.match(self._text, entity.span.end) else PLAIN

    def _aside(self, span: Span) -> bool:
        before = self._text[max(0, span.start - 14) : span.start]
        return bool(_POSSESSIVE.match(self._text, span.end) or _AFTER_PREPOSITION.search(before))

    def _leans_on(self, entity: Entity, following: Entity | None) -> bool:
        """*US* in *US President Biden*."""
        beside = following is not None and self._text[entity.span.end : following.span.start] == " "
        return entity.label in ("ORG", "GPE") and beside
