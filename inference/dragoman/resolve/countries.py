"""Which state or intergovernmental body an entity stands for or lies in, and the actor code of who acts or speaks.

How contested names, metonyms and organs without their state's name are settled: docs/RESOLUTION.md.
"""

import re

from dragoman.documents import Document, Entity, Reference, Span
from dragoman.resolve.context import Context
from dragoman.resolve.gazetteer import STATE_KINDS, Entry, key, lookup, state_within
from dragoman.resolve.intergovernmental import Body, body_named, body_within, seat_of
from dragoman.resolve.sectors import sector_of, state_sectors
from dragoman.sentences import sentence_of

_PLACES = frozenset(["GPE", "LOC"])
_ORGANS = frozenset(["ORG", "FAC"])
_OWNERS = _PLACES | {"NORP", "ORG"}
_LABELS = _PLACES | _ORGANS | {"NORP", "ROLE"}
# What may stand between a state and its organ or office: Iraq's new foreign ministry.
_JOINT = re.compile(r"(?:['’]s?)?\s+(?:(?:new|own|former|then|acting|outgoing|deputy)\s+)?")
_OF = re.compile(r"\s+(?:of|for)\s+(?:the\s+)?")
_BRACKET = re.compile(r"\s*\(")
_THERE = re.compile(r"\b(?:in|at|to|from|near|outside|into|through|around|via)\s+$", re.I)


def resolve_countries(document: Document) -> dict[Span, Reference]:
    """References with ``country``, ``code`` and, for intergovernmental bodies, ``entity``.

    ``country`` is set for entities that stand for a state or lie in one, ``code`` for those that can act, offices too.
    """
    return _Countries(document).references


class _Countries:
    """One pass over a document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        named = (entity for entity in document.entities if entity.label in _LABELS)
        self.entities = sorted(named, key=lambda entity: entity.span)
        self.context = Context(document.covered(entity.span) for entity in self.entities)
        self.references: dict[Span, Reference] = {}
        # What an organ's or body's name stood for when its state was last told; in that order.
        self.told: dict[str, Reference] = {}
        # Names of states up to here.
        self.stated: dict[Span, str] = {}
        for number, entity in enumerate(self.entities):
            if reference := self._entity(number, entity):
                self.references[entity.span] = reference
                if entity.label in _PLACES | {"NORP"} and reference.country and reference.code:
                    self.stated[entity.span] = reference.country

    def _entity(self, number: int, entity: Entity) -> Reference | None:
        text = self.document.covered(entity.span)
        if entity.label == "ROLE":
            return self._role(number, text)
        if entity.label in _ORGANS:
            return self._organ(number, entity, text)
        if body := self._seated(entity.span, text):
            return body
        entry = lookup(text)
        if entry is None or (entity.label == "NORP" and entry.kind not in STATE_KINDS | {"group"}):
            return _of_body(body_named(text)) if entity.label == "GPE" else None
        return self._of_entry(entry)

    def _seated(self, span: Span, text: str) -> Reference | None:
        """Brussels as the European Union, where the text names that and Brussels is no place in the sentence."""
        acronym = seat_of(text)
        if acronym is None or _THERE.search(self.document.text[max(0, span.start - 12) : span.start]):
            return None
        body = body_named(acronym)
        known = any(body_named(self.document.covered(item.span)) == body for item in self.entities)
        return _of_body(body) if known else None

    def _of_entry(self, entry: Entry) -> Reference | None:
        state = self.context.choose(entry)
        if state is None:
            return None
        if entry.kind == "group":
            return Reference(code=f"{state}{entry.sector}")
        return Reference(country=state, code=None if entry.kind == "place" else f"{state}{entry.sector or ''}")

    def _organ(self, number: int, entity: Entity, text: str) -> Reference | None:
        sector = sector_of(text)
        told = (
            self._of_owner(number, sector, text)
            or self._named_organ(text)
            or self._within(text, sector)
            or self._seated(entity.span, text)
            or self._alias(number)
            or self.told.get(key(text))
            or self._short_form(text)
        )
        if told:
            self.told[key(text)] = told
        return told or (self._by_context(entity.span, sector) if entity.label == "ORG" else None)

    def _of_owner(self, number: int, sector: str | None, text: str) -> Reference | None:
        """[Iraqi] [foreign ministry], [embassy] of [Egypt]: the organ of the state beside it."""
        entry = lookup(text)
        if sector not in state_sectors() and not (entry and entry.kind == "organ"):
            return None
        if self._own_state(text):
            return None
        owner = self._beside(number)
        if owner is None or not (owner.country or owner.entity):
            return None
        if owner.entity:
            return owner
        return Reference(country=owner.country, code=f"{owner.country}{sector or (entry.sector if entry else '')}")

    def _named_organ(self, text: str) -> Reference | None:
        if (entry := lookup(text)) and entry.kind != "place":
            return self._of_entry(entry)
        return _of_body(body_named(text))

    def _within(self, text: str, sector: str | None) -> Reference | None:
        """What a name tells by its words: Central Bank of Somalia, EU Monitoring Mission, China Coast Guard."""
        if body := body_within(text, first=True):
            return _of_body(body)
        if state := self._own_state(text):
            if sector is None:
                return None
            return Reference(country=state if sector in state_sectors() else None, code=f"{state}{sector}")
        return _of_body(body_within(text))

    def _own_state(self, text: str) -> str | None:
        entry = state_within(text)
        return self.context.choose(entry) if entry else None

    def _beside(self, number: int) -> Reference | None:
        """What the entity just before stands for, or the one after *of*."""
        here = self.entities[number].span
        before = self.entities[number - 1] if number else None
        if before and before.label in _OWNERS and self._between(_JOINT, before.span, here):
            return self.references.get(before.span)
        after = self.entities[number + 1] if number + 1 < len(self.entities) else None
        if after and after.label in _PLACES and self._between(_OF, here, after.span):
            return self._entity(number + 1, after)
        return None

    def _between(self, words: re.Pattern[str], first: Span, second: Span) -> bool:
        return first.end <= second.start and bool(words.fullmatch(self.document.text, first.end, second.start))

    def _alias(self, number: int) -> Reference | None:
        """Kenya Defence Forces (KDF): the acronym means the same."""
        before = self.entities[number - 1] if number else None
        here = self.entities[number].span
        if before is None or not self._between(_BRACKET, before.span, here):
            return None
        return self.references.get(before.span)

    def _role(self, number: int, text: str) -> Reference | None:
        """An office is no state, so that it gets a country only if it names it: Chinese President."""
        sector = sector_of(text) or "GOV"
        if body := body_within(text):
            return Reference(entity=body.name, code=body.code)
        if state := self._own_state(text):
            return Reference(country=state, code=f"{state}{sector}")
        owner = self._beside(number)
        if owner is None or owner.code is None:
            return None
        if owner.entity:
            return Reference(code=owner.code)
        state, owner_sector = owner.code[:3], owner.code[3:]
        return Reference(code=f"{state}{owner_sector if owner_sector and sector == 'GOV' else sector}")

    def _short_form(self, text: str) -> Reference | None:
        """The last body whose name begins or ends with this one word: *the Forum* after *Pacific Islands Forum*."""
        word = key(text)
        if " " not in word:
            for name, reference in reversed(self.told.items()):
                if name.startswith(f"{word} ") or name.endswith(f" {word}"):
                    return reference
        return None

    def _by_context(self, span: Span, sector: str | None) -> Reference | None:
        """An organ whose state the text leaves out: *parliament* in a story on Thailand.

        It is that of the state named last in the sentence, else of the one that the document names most.
        """
        if sector not in state_sectors():
            return None
        sentence = sentence_of(self.document.text, span)
        near = [place for place in self.stated if sentence.start <= place.start < span.start]
        most = self.context.states.most_common(1)
        state = self.stated[near[-1]] if near else most[0][0] if most else None
        return Reference(country=state, code=f"{state}{sector}") if state else None


def _of_body(body: Body | None) -> Reference | None:
    return Reference(entity=body.name, code=body.code) if body else None
