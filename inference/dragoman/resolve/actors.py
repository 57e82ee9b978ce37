"""Actor codes of persons, and of whole phrases that speak or act: *Russian army*, *a spokesman for the ministry*."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from dragoman.documents import Document, Entity, Reference, Span
from dragoman.resolve.gazetteer import key
from dragoman.resolve.sectors import sector_of, state_sectors

_ACTING = ("actor", "recipient")
_ARTICLE = re.compile(r"(?:the|an?)\s+", re.I)
_APPOSITION = re.compile(r"\s+|,\s+(?:the\s+|a\s+)?", re.I)
# US-backed rebels, troops loyal to Moscow and a visit to China are of somebody else.
_OF_ANOTHER_AFTER = re.compile(r"[-‐–]\w+ed\b|[-‐–](?:led|held|born|made|run)\b")
_OF_ANOTHER_BEFORE = re.compile(r"\b(?:to|against|with|by|near|non|anti|pro)(?:\s+the\s+|[-\s]+)$", re.I)
_STATE = 3


def person_codes(document: Document, references: Mapping[Span, Reference]) -> dict[Span, Reference]:
    """The code of an office for the person who is named right beside it, wherever that name stands.

    Args:
        document: with its entities.
        references: of its offices.
    """
    entities = sorted(
        (item for item in document.entities if item.label in ("PERSON", "ROLE")), key=lambda item: item.span
    )
    codes: dict[str, str] = {}
    for before, after in pairwise(entities):
        if {before.label, after.label} == {"PERSON", "ROLE"} and _beside(document, before.span, after.span):
            role, person = (before, after) if before.label == "ROLE" else (after, before)
            code = references[role.span].code if role.span in references else None
            if code:
                codes.setdefault(key(document.covered(person.span)), code)
    persons = (item.span for item in entities if item.label == "PERSON")
    return {span: Reference(code=code) for span in persons if (code := codes.get(key(document.covered(span))))}


def phrase_codes(document: Document, references: Mapping[Span, Reference]) -> dict[Span, Reference]:
    """Codes of quote sources, actors and recipients that are no entities themselves, by the entities in them."""
    entities = sorted(document.entities, key=lambda item: item.span)
    found: dict[Span, Reference] = {}
    for span in set(_acting(document)) - references.keys():
        inside = [item for item in entities if span.start <= item.span.start and item.span.end <= span.end]
        if reference := _phrase(document, span, inside, references):
            found[span] = reference
    return found


def _beside(document: Document, first: Span, second: Span) -> bool:
    return first.end <= second.start and bool(_APPOSITION.fullmatch(document.text, first.end, second.start))


def _acting(document: Document) -> Iterator[Span]:
    for quote in document.quotes:
        yield from quote.source
    for event in document.events:
        for role in _ACTING:
            yield from event.arguments.get(role, ())


def _phrase(
    document: Document, span: Span, inside: list[Entity], references: Mapping[Span, Reference]
) -> Reference | None:
    for item in inside:
        reference = references.get(item.span)
        if reference and _ARTICLE.fullmatch(document.text, span.start, item.span.start) and span.end == item.span.end:
            return reference
        if reference and reference.code and not _of_another(document, span, item.span):
            if reference.code.startswith("IGO") or len(reference.code) > _STATE:
                return Reference(code=reference.code)
            return _with_sector(reference.code, _without_names(document, span, inside), alone=len(inside) == 1)
    return None


def _of_another(document: Document, phrase: Span, inner: Span) -> bool:
    text = document.text
    return bool(
        _OF_ANOTHER_AFTER.match(text, inner.end, phrase.end)
        or _OF_ANOTHER_BEFORE.search(text[phrase.start : inner.start])
    )


def _without_names(document: Document, span: Span, inside: list[Entity]) -> str:
    """A phrase without its persons, whose names may be words: *President Baker*, *General Post*."""
    text = document.covered(span)
    for item in reversed(inside):
        if item.label == "PERSON":
            text = f"{text[: item.span.start - span.start]} {text[item.span.end - span.start :]}"
    return text


def _with_sector(state: str, text: str, *, alone: bool) -> Reference:
    sector = sector_of(text)
    stands_for_it = alone and sector in state_sectors()
    return Reference(country=state if stands_for_it else None, code=f"{state}{sector or ''}")
