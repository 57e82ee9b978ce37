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


def facts(documents: Iterable[Document], scheme: Scheme) -> dict[str, Any]:
    """The facts as JSON holds them.

    docs      {id, title, date, quotes, events}
    events    [document, number, type, status, [actor, …], [recipient, …], sentence]
    quotes    [document, number, [speaker, …], content]
    parties, types, statuses, sentences
              the strings that these numbers stand for
    quads     for each type the number of its quad class, or null
    quadNames the quad classes
    """
    found = _Facts(scheme)
    for document in documents:
        found.add(document)
    return {
        "docs": found.docs,
        "events": found.events,
        "quotes": found.quotes,
        "parties": found.parties.names,
        "types": found.types.names,
        "statuses": found.statuses.names,
        "sentences": found.sentences.names,
        "quads": [quad_number(type, scheme) for type in found.types.names],
        "quadNames": QUADS,
    }


class _Facts:
    """Gathers the facts, document by document."""

    def __init__(self, scheme: Scheme) -> None:
        events = scheme.events
        self.docs: list[dict[str, Any]] = []
        self.events: list[list[Any]] = []
        self.quotes: list[list[Any]] = []
        self.parties, self.sentences = Numbered(key=str.casefold), Numbered()
        self.types, self.statuses = (
            Numbered(events.types if events else ()),
            Numbered(events.statuses if events else ()),
        )
        self._who, self._whom = _first_two(events.roles if events else ())

    def add(self, document: Document) -> None:
        at = len(self.docs)
        self.docs.append(_entry(document))
        self.events += [self._event(at, number, document) for number in range(len(document.events))]
        self.quotes += [self._quote(at, number, document) for number in range(len(document.quotes))]

    def _event(self, at: int, number: int, document: Document) -> list[Any]:
        event = document.events[number]
        return [
            at,
            number,
            self.types(event.type),
            self.statuses(event.status or "status not marked"),
            self._named(document, event.arguments.get(self._who, ())),
            self._named(document, event.arguments.get(self._whom, ())),
            self.sentences(document.covered(sentence_of(document.text, event.trigger))),
        ]

    def _quote(self, at: int, number: int, document: Document) -> list[Any]:
        quote = document.quotes[number]
        return [at, number, self._named(document, quote.source), _said(document, quote.content)]

    def _named(self, document: Document, spans: Iterable[Span]) -> list[int]:
        found = filter(None, (names.party(document, span) for span in spans))
        return list(dict.fromkeys(self.parties(name) for name in found))


def _first_two(roles: Iterable[str]) -> tuple[str, str]:
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
