"""Documents from texts in which entities are marked: ``[China](GPE) said on [Tuesday](DATE)``."""

import re

from dragoman.documents import Document, Entity, Span

_MARKED = re.compile(r"\[([^][]+)\]\(([A-Z]+)\)")


def marked(text: str, *, date: str | None = None) -> Document:
    """The document that a marked text means."""
    plain, entities, end = "", [], 0
    for found in _MARKED.finditer(text):
        plain += text[end : found.start()]
        entities.append(Entity(found[2], Span(len(plain), len(plain) + len(found[1]))))
        plain, end = plain + found[1], found.end()
    return Document("a", plain + text[end:], date, tuple(entities))
