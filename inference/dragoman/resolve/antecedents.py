"""Whom a phrase means: a name by its party, an office by who holds it, a pronoun by what was spoken of."""

import re

from dragoman.documents import Document, Span
from dragoman.resolve.bodies import bodies, body_words
from dragoman.resolve.cast import cast
from dragoman.resolve.discourse import Discourse
from dragoman.resolve.layout import layout
from dragoman.resolve.offices import fits, office_words, place_stems
from dragoman.resolve.parties import Office, Party, group
from dragoman.resolve.phrases import PRONOUNS, EntityIndex, Phrase, see
from dragoman.resolve.titles import titles

#: What a body puts out; who put it out speaks.
_MESSAGE = re.compile(r"\b(?:statement|communiqu[eé]|letter|declaration|readout|press release|memorandum|note|tweet)$")
#: Nouns by which a text points back to a state's government.
_GOVERNMENT = re.compile(r"\b(?:government|authorities|regime|administration|side|delegation|officials)$")
#: Nouns for several that were spoken of together; states and bodies, or people.
_BODIES = re.compile(r"\b(?:sides|parties|countries|nations|states|governments|neighbours|neighbors)$")
_PERSONS = re.compile(r"\b(?:men|women|pair|leaders|presidents|ministers)$")
_OWNER = re.compile(r"^(his|her|its|their|our)\b")
_FIT = (0.0, 0.5, 0.8, 1.2)
_THING = {"t": 1.0, "p": 0.8}


class Antecedents:
    """Everybody and everything that a document speaks of, and how phrases lead there."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.places = layout(document)
        self.discourse = Discourse(self.places)
        self.titles = titles(document)
        self.people = cast(document, self.places, self.titles)
        self.bodies = bodies(document)
        self.holders = {
            role: self.people[name] for name, roles in self.titles.beside.items() if name in self.people for role in roles
        }
        self._index = EntityIndex(document)
        self._sources = {span for quote in document.quotes for span in quote.source}

    def see(self, span: Span) -> Phrase:
        """The phrase that a span covers."""
        return see(self.document, span, self._index)

    def find(self, span: Span, besides: frozenset[int] = frozenset()) -> Party | None:
        """Who is meant by a source or an argument; None for *I*, *we*, *you*.

        Args:
            span: of the phrase.
            besides: numbers of the quotes that it is the source of; nobody names himself in his own words.
        """
        phrase = self.see(span)
        if phrase.words in PRONOUNS:
            return self.pronoun(span.start, PRONOUNS[phrase.words], besides)
        if phrase.shape == "name" and phrase.head and phrase.head.span in self.people:
            return self._described(self.people[phrase.head.span], phrase)
        if phrase.shape == "office" and phrase.head:
            return self.holders.get(phrase.head.span) or self._office(span, phrase, self.titles.offices[phrase.head.span])
        if phrase.shape == "body" and phrase.head and phrase.head.span in self.bodies:
            return self.bodies[phrase.head.span]
        return self._words(span, phrase, besides)

    def pronoun(self, position: int, kind: str, besides: frozenset[int]) -> Party | None:
        """Whom a pronoun of the third person takes up."""
        if kind in "mf":
            return self.discourse.best(
                position, lambda party: party.agrees(kind) if party.kind == "person" else 0.0, besides=besides
            )
        if kind in "tp":
            return self.discourse.best(position, lambda party: _number(party, kind), besides=besides)
        return None

    def _described(self, party: Party, phrase: Phrase) -> Party:
        """Learns from *Pulat Ahunov, an opposition politician* what the text may call him later."""
        _, _, described = phrase.words.partition(", ")
        if described and not any(entity.label == "ROLE" for entity in phrase.entities):
            party.offices.append(Office(office_words(described)))
        return party

    def _office(self, span: Span, phrase: Phrase, asked: Office) -> Party | None:
        if not phrase.definite:
            return self._lead(span, phrase, asked) or _nobody(phrase, asked)
        if phrase.plural:
            return self._several(span, asked) or _nobody(phrase, asked)
        found = self.discourse.best(span.start, lambda party: _held(party, asked))
        return found or self._later(span.start, asked) or self._untitled(span.start, asked) or _nobody(phrase, asked)

    def _later(self, position: int, asked: Office) -> Party | None:
        """The first to be named afterwards who holds the office; a lead tells the office before the name."""
        following = (party for name, party in sorted(self.people.items()) if name.start > position)
        return next((party for party in following if _held(party, asked) > _FIT[1]), None)

    def _lead(self, span: Span, phrase: Phrase, asked: Office) -> Party | None:
        """*A British expert says*, and only the next paragraph names him: the habit of leads."""
        paragraph = self.places.paragraph(span.start)
        if paragraph > 1 or phrase.plural:
            return None
        for name, party in sorted(self.people.items()):
            if self.places.paragraph(name.start) in (paragraph + 1, paragraph + 2):
                if _held(party, asked) or (not party.offices and name in self._sources):
                    party.offices.append(asked)
                    return party
        return None

    def _untitled(self, position: int, asked: Office) -> Party | None:
        """The person in focus, where the text tells no office of his: now it has."""
        found = self.discourse.best(
            position, lambda party: float(party.kind == "person" and party.name is not None and not party.offices)
        )
        if found:
            found.offices.append(asked)
        return found

    def _several(self, span: Span, asked: Office) -> Party | None:
        """*the ministers*: all the persons so far to whom one of them is an office."""
        single = Office(frozenset(_singular(word) for word in asked.words), asked.places, asked.former)
        holders: list[Party] = []
        for mention in self.discourse.before(span.start):
            if mention.party not in holders and mention.party.kind == "person" and _held(mention.party, single):
                holders.append(mention.party)
        return group(holders) if len(holders) == 2 else None

    def _words(self, span: Span, phrase: Phrase, besides: frozenset[int]) -> Party | None:
        asked = Office(office_words(phrase.core))
        if _MESSAGE.search(phrase.core):
            return self._message(span, phrase, besides)
        if phrase.definite and (phrase.both or _BODIES.search(phrase.core) or _PERSONS.search(phrase.core)):
            return self._together(span, phrase)
        if phrase.core in ("the latter", "latter"):
            return next((mention.party for mention in self.discourse.before(span.start)), None)
        if _GOVERNMENT.search(phrase.core):
            return self._government(phrase)
        if not phrase.definite or phrase.plural:
            return self._lead(span, phrase, asked) or _nobody(phrase, asked)
        return (
            self._body(span, phrase)
            or self.discourse.best(span.start, lambda party: _held(party, asked))
            or _nobody(phrase, asked)
        )

    def _together(self, span: Span, phrase: Phrase) -> Party | None:
        """*the two sides*: those who acted together."""
        wanted = "body" if _BODIES.search(phrase.core) else "person" if _PERSONS.search(phrase.core) else None

        def fit(party: Party) -> float:
            if len(party.members) < 2:
                return 0.0
            return 1.0 if wanted is None or all(member.kind == wanted for member in party.members) else 0.3

        return self.discourse.best(span.start, fit)

    def _message(self, span: Span, phrase: Phrase, besides: frozenset[int]) -> Party | None:
        if owner := _OWNER.match(phrase.core):
            return self.pronoun(span.start, PRONOUNS[owner[1]], besides)
        for entity in phrase.entities:
            party = self.people.get(entity.span) or self.bodies.get(entity.span)
            if party and not self.document.text.startswith(("'s", "’s"), entity.span.end):
                return party
        return self.discourse.best(span.start, lambda party: float(party.plural)) if phrase.definite else None

    def _government(self, phrase: Phrase) -> Party | None:
        """*the Turkish authorities*: the body or state that the phrase names, else the state whose people it names."""
        for entity in phrase.entities:
            if entity.span in self.bodies:
                return self.bodies[entity.span]
        stems = place_stems(self.document.covered(entity.span) for entity in phrase.entities if entity.label == "NORP")
        states = (party for party in self.bodies.values() if party.name and place_stems([party.name]) & stems)
        return next(states, None)

    def _body(self, span: Span, phrase: Phrase) -> Party | None:
        """*the ministry*: the last body whose name has the word."""
        words = body_words(phrase.core)[-1:]
        if not words:
            return None
        named = (mention.party for mention in self.discourse.before(span.start) if mention.party.kind == "body")
        return next((party for party in named if words[0] in party.words), None)


def _number(party: Party, kind: str) -> float:
    if party.kind == "group":
        return 1.2 if kind == "p" else 0.0
    return _THING[kind] if party.kind == "body" else 0.0


def _held(party: Party, asked: Office) -> float:
    if party.kind != "person":
        return 0.0
    return max((_FIT[fits(asked, held)] for held in party.offices), default=0.0)


def _nobody(phrase: Phrase, office: Office) -> Party:
    """Somebody without a name, whom later words may take up."""
    return Party("group" if phrase.plural else "person", offices=[office])


def _singular(word: str) -> str:
    return re.sub(r"men$", "man", word) if word.endswith("men") else word.removesuffix("s")
