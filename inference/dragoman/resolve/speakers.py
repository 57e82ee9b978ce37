"""Who speaks each quote, also where it names no source: a monologue that goes on, an interview's answers."""

import re
from collections import Counter
from collections.abc import Mapping

from dragoman.documents import Document, Quote, Span
from dragoman.resolve.parties import Party, group

_QUESTION = re.compile(r"(?:^|\n)\s*(?:Q|Question)\s*[:.]\s*$", re.I)
_ANSWER = re.compile(r"(?:^|\n)\s*(?:A|Answer)\s*[:.]\s*$", re.I)
_OPENING = "“\"'‘«„"
#: How much of a headline's words a quotation must hold to be the one it was taken from.
_SAME_WORDS = 0.6
_WORD = re.compile(r"\w+")


def speakers(document: Document, parties: Mapping[Span, Party]) -> tuple[Party | None, ...]:
    """The party who speaks each quote, in the document's order; None where the text does not tell."""
    found = [_by_source(quote, parties) for quote in document.quotes]
    order = sorted(range(len(found)), key=lambda number: document.quotes[number].content[0])
    for place, number in enumerate(order):
        if not document.quotes[number].source:
            previous = order[place - 1] if place else None
            found[number] = _without_source(document, number, previous, found, parties)
    return tuple(found)


def _by_source(quote: Quote, parties: Mapping[Span, Party]) -> Party | None:
    named = [parties[span] for span in quote.source if span in parties]
    return group(named) if named else None


def _without_source(
    document: Document, number: int, previous: int | None, found: list[Party | None], parties: Mapping[Span, Party]
) -> Party | None:
    content = document.quotes[number].content[0]
    before = document.text[max(0, content.start - 40) : content.start]
    if _QUESTION.search(before):
        return None
    if _ANSWER.search(before):
        return _interviewee(document, content, found) or _most_named(content, parties)
    if previous is not None and _goes_on(document, document.quotes[previous], content):
        return found[previous]
    if not document.text[: content.start].strip(_OPENING + " \n"):
        return _taken_from(document, number, found)
    return None


def _goes_on(document: Document, previous: Quote, content: Span) -> bool:
    """Whether a paragraph of quoted words follows quoted words, with no more than a line break between."""
    between = document.text[max(previous.content[-1].end, _end(previous)) : content.start] if content.start > 0 else ""
    opens = document.covered(content)[0] in _OPENING or document.text[: content.start].rstrip()[-1:] in _OPENING
    return opens and not _WORD.search(between) and previous.kind(document.text) != "indirect"


def _end(quote: Quote) -> int:
    return max(span.end for _, span in quote.parts())


def _interviewee(document: Document, content: Span, found: list[Party | None]) -> Party | None:
    """Who spoke last under a name before the interview's answer."""
    named = [
        (quote.content[0].start, speaker)
        for quote, speaker in zip(document.quotes, found, strict=True)
        if speaker is not None and speaker.name and speaker.kind == "person" and quote.content[0].start < content.start
    ]
    return max(named, key=lambda pair: pair[0])[1] if named else None


def _most_named(content: Span, parties: Mapping[Span, Party]) -> Party | None:
    """The person of whom the introduction to an interview says most."""
    named = Counter(party for span, party in parties.items() if span.end <= content.start and party.kind == "person")
    return max(named, key=named.__getitem__) if named else None


def _taken_from(document: Document, number: int, found: list[Party | None]) -> Party | None:
    """The speaker of the quotation that a headline was taken from."""
    words = {word.lower() for word in _WORD.findall(document.covered(document.quotes[number].content[0]))}
    for other, quote in enumerate(document.quotes):
        said = {word.lower() for span in quote.content for word in _WORD.findall(document.covered(span))}
        if other != number and words and len(words & said) >= _SAME_WORDS * len(words):
            return found[other]
    return None
