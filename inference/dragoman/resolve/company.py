"""Who is listed together: *Ebrahim Raisi of Iran, Vladimir Putin of Russia and Recep Tayyip Erdogan*."""

import re
from itertools import pairwise

from dragoman.documents import Document, Span

#: Between two names of a list, entities as letters.
_BETWEEN = re.compile(
    r"^(?:,? of (?:the )?G| \((?:G|R)(?: G)?\)|, (?:the )?(?:N |G )?R(?: of (?:the )?G)?(?=,))?(?:,|,? and|,? &)"
    r"(?: (?:his|her|the))?(?: (?:mr|mrs|ms|dr|sir|gen|prof|prime)\.?)*"
    r"(?: [NG](?:'s|’s)?)*(?: R)*(?: (?:mr|mrs|ms|dr)\.?)? $"
)
_LAST = re.compile(r" (?:and|&) ")
_LETTERS = {"NORP": "N", "GPE": "G", "ORG": "G", "ROLE": "R", "PERSON": "P"}


def company(document: Document) -> list[tuple[Span, ...]]:
    """The names of people that stand in one list, of two or more, which *and* closes."""
    found: list[tuple[Span, ...]] = []
    people: list[Span] = []
    between = ""
    for (one, other), words in _neighbours(document):
        people = people or [one]
        if _BETWEEN.match(words):
            people.append(other)
            between += words
            continue
        found += [tuple(people)] if len(people) > 1 and _LAST.search(between) else []
        people, between = [other], ""
    return found + ([tuple(people)] if len(people) > 1 and _LAST.search(between) else [])


def _neighbours(document: Document) -> list[tuple[tuple[Span, Span], str]]:
    """Each two people that follow on each other, with what stands between."""
    entities = sorted((entity for entity in document.entities if entity.label in _LETTERS), key=lambda one: one.span)
    people = [at for at, entity in enumerate(entities) if entity.label == "PERSON"]
    pairs = []
    for first, last in pairwise(people):
        pieces, position = [], entities[first].span.end
        for entity in entities[first + 1 : last]:
            pieces += [document.text[position : entity.span.start].lower(), _LETTERS[entity.label]]
            position = entity.span.end
        pieces.append(document.text[position : entities[last].span.start].lower())
        pairs.append(((entities[first].span, entities[last].span), "".join(pieces)))
    return pairs
