"""What the page of many documents shows: facts for its charts, and every article, packed.

The charts are added up in the browser, since what they count changes with the filter on status.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from dragoman.documents import Document, Span
from dragoman.page import names
from dragoman.page.article import Article
from dragoman.page.html import packed
from dragoman.page.quads import QUADS, quad_number
from dragoman.scheme import Scheme
from dragoman.sentences import sentence_of


class Numbered:
    """Strings, each with a number, so that facts repeat numbers only.

    Args:
        known: the first of them.
        key: strings with the same key are one; the first one met stands for all.
    """

    def __init__(self, known: Iterable[str] = (), *, key: Callable[[str], str] = str) -> None:
        self._key, self._numbers = key, dict[str, int]()
        self.names: list[str] = []
        for name in known:
            self(name)

    def __call__(self, name: str) -> int:
        """The name's number; a new one where it has none yet."""
        number = self._numbers.setdefault(self._key(name), len(self.names))
        if number == len(self.names):
            self.names.append(name)
        return number


def packed_articles(documents: Sequence[Document], scheme: Scheme) -> list[str]:
    """The HTML of each article, its ids beginning with ``d0-``, ``d1-``, …"""
    return [packed(Article(document, scheme, f"d{number}-").html()) for number, document in enumerate(documents)]


def facts(documents: Sequence[Document], scheme: Scheme) -> dict[str, Any]:
    """The facts as JSON holds them.

    docs      {id, title, date, quotes, events}
    events    [document, number, type, status, [actor, …], [recipient, …], sentence]
    quotes    [document, number, [speaker, …], content]
    parties, types, statuses, sentences
              the strings that these numbers stand for
    quads     for each type the number of its quad class, or null
    """
    events = scheme.events
    parties, sentences = Numbered(key=str.casefold), Numbered()
    types, statuses = (Numbered(events.types), Numbered(events.statuses)) if events else (Numbered(), Numbered())
    towards = list(events.roles)[:2] if events else []

    def named(document: Document, spans: Iterable[Span]) -> list[int]:
        found = filter(None, (names.party(document, span) for span in spans))
        return list(dict.fromkeys(parties(name) for name in found))

    def event_rows(at: int, document: Document) -> list[list[Any]]:
        return [
            [
                at,
                number,
                types(event.type),
                statuses(event.status or "status not marked"),
                *(named(document, event.arguments.get(role, ())) for role in _two(towards)),
                sentences(document.covered(sentence_of(document.text, event.trigger))),
            ]
            for number, event in enumerate(document.events)
        ]

    def quote_rows(at: int, document: Document) -> list[list[Any]]:
        return [
            [at, number, named(document, quote.source), _said(document, quote.content)]
            for number, quote in enumerate(document.quotes)
        ]

    found = {
        "docs": [_entry(document) for document in documents],
        "events": [row for at, document in enumerate(documents) for row in event_rows(at, document)],
        "quotes": [row for at, document in enumerate(documents) for row in quote_rows(at, document)],
    }
    return found | {
        "parties": parties.names,
        "types": types.names,
        "statuses": statuses.names,
        "sentences": sentences.names,
        "quads": [quad_number(type, scheme) for type in types.names],
        "quadNames": QUADS,
    }


def _two(roles: Sequence[str]) -> tuple[str, str]:
    """The first two roles of a scheme: who acts, and towards whom. A scheme may have fewer."""
    first, second, *_ = [*roles, "", ""]
    return first, second


def _said(document: Document, content: Iterable[Span]) -> str:
    return names.shortened(" … ".join(names.phrase(document, span) for span in content), 300)


def _entry(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": names.headline(document),
        "date": document.date,
        "quotes": len(document.quotes),
        "events": len(document.events),
    }
