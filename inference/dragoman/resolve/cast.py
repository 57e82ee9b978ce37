"""The people whom a document names: one party for *Chinese President Xi Jinping* and *Mr Xi*."""

import re
from collections.abc import Sequence

from dragoman.documents import Document, Entity, Span
from dragoman.resolve.layout import Layout
from dragoman.resolve.names import name_words, sex_of_honorific, shortens, tidy, without_honorifics
from dragoman.resolve.parties import Office, Party
from dragoman.resolve.titles import Titles

_WORD_BEFORE = re.compile(r"(\w+)\.?\s*$")
_KIN = re.compile(r"\b(?:(husband|son|father|brother|uncle|nephew)|(wife|widow|daughter|mother|sister|aunt|niece)),? $")
_MALE_ROLE = re.compile(
    r"(?:spokes|chair|congress|business|alder)man$|^(?:king|emir|sultan|prince|crown prince|pope)$", re.I
)
_FEMALE_ROLE = re.compile(r"woman$|^(?:queen|princess|first lady)$", re.I)
_PREPOSITION = re.compile(r"\b(?:of|for|from|with|on|to|by|against|between|and|than|after|under|like)\s+(?:\w+\s+)?$")
_GENITIVE = re.compile(r"['’]")
_FAMILY = re.compile(r"\s+(?:family|brothers|sisters|clan|dynasty)\b")
_PRONOUN = re.compile(r"\b(?:(he|his)|(she|her))\b", re.I)

#: A title tells more of a sex than a pronoun nearby.
_SURE = 5


def cast(document: Document, places: Layout, known: Titles) -> dict[Span, Party]:
    """The party of each PERSON entity, with offices and sex. *The Gandhi family* is nobody."""
    mentions = [
        entity
        for entity in sorted(document.entities, key=lambda entity: entity.span)
        if entity.label == "PERSON" and not _FAMILY.match(document.text, entity.span.end)
    ]
    found = _Cast(document, known).assign(mentions)
    _learn_sexes(document, places, mentions, found)
    return found


class _Cast:
    """The people found so far."""

    def __init__(self, document: Document, known: Titles) -> None:
        self._document = document
        self._titles = known
        self._parties: list[Party] = []
        self._prominent: dict[Party, list[int]] = {}

    def assign(self, mentions: Sequence[Entity]) -> dict[Span, Party]:
        """Full names first, the fullest first of all; then single words, in text order."""
        words = {entity.span: self._words(entity) for entity in mentions}
        full = [entity for entity in mentions if len(words[entity.span]) > 1]
        full.sort(key=lambda entity: (-len(words[entity.span]), self._document.covered(entity.span).isupper()))
        single = [entity for entity in mentions if len(words[entity.span]) < 2]
        found: dict[Span, Party] = {}
        for entity in [*full, *single]:
            found[entity.span] = self._party(entity, words[entity.span])
        return found

    def _words(self, entity: Entity) -> tuple[str, ...]:
        return name_words(without_honorifics(tidy(self._document.covered(entity.span))))

    def _party(self, entity: Entity, words: tuple[str, ...]) -> Party:
        sex = self._sex(entity)
        candidates = [
            party for party in self._parties if shortens(words, party.words) and (sex is None or party.agrees(sex))
        ]
        party = self._choose(candidates, entity) if candidates else self._new(entity, words)
        if sex is not None:
            party.sexes[sex] += _SURE
        party.offices += self._offices(entity)
        if self._is_prominent(entity.span):
            self._prominent.setdefault(party, []).append(entity.span.start)
        return party

    def _offices(self, entity: Entity) -> list[Office]:
        return [self._titles.offices[role] for role in self._titles.beside[entity.span]]

    def _new(self, entity: Entity, words: tuple[str, ...]) -> Party:
        name = without_honorifics(tidy(self._document.covered(entity.span)))
        self._parties.append(Party("person", name, words))
        return self._parties[-1]

    def _choose(self, candidates: list[Party], entity: Entity) -> Party:
        """Of those who share the name: whose office stands here too, who was last spoken of, who comes next."""
        if len(candidates) == 1:
            return candidates[0]
        here = self._offices(entity)

        def rank(party: Party) -> tuple[bool, bool, int]:
            before = [start for start in self._prominent.get(party, ()) if start < entity.span.start]
            after = [start for start in self._prominent.get(party, ()) if start > entity.span.start]
            held = any(office.words & known.words for office in here for known in party.offices)
            return held, bool(before), max(before) if before else -min(after, default=10**9)

        return max(candidates, key=rank)

    def _sex(self, entity: Entity) -> str | None:
        start = entity.span.start
        for role in self._titles.beside[entity.span]:
            covered = self._document.covered(role)
            if _MALE_ROLE.search(covered) or _FEMALE_ROLE.search(covered):
                return "m" if _MALE_ROLE.search(covered) else "f"
        before = self._document.text[max(0, start - 30) : start]
        if kin := _KIN.search(before):
            return "m" if kin[1] else "f"
        word = _WORD_BEFORE.search(before)
        own = self._document.covered(entity.span).split()[0]
        return (sex_of_honorific(word[1]) if word else None) or sex_of_honorific(own)

    def _is_prominent(self, span: Span) -> bool:
        text = self._document.text
        before = text[max(0, span.start - 30) : span.start]
        return not (_PREPOSITION.search(before) or _KIN.search(before) or _GENITIVE.match(text, span.end))


def _learn_sexes(document: Document, places: Layout, mentions: Sequence[Entity], found: dict[Span, Party]) -> None:
    """*Ardern said she …*: a pronoun after the only person whom its sentence has named so far tells that one's sex."""
    by_sentence: dict[int, list[Span]] = {}
    for entity in mentions:
        by_sentence.setdefault(places.sentence(entity.span.start), []).append(entity.span)
    for pronoun in _PRONOUN.finditer(document.text):
        named = [span for span in by_sentence.get(places.sentence(pronoun.start()), ()) if span.end <= pronoun.start()]
        here = {found[span] for span in named}
        if len(here) == 1 and places.quote(named[0].start) == places.quote(pronoun.start()):
            here.pop().sexes["m" if pronoun[1] else "f"] += 1
