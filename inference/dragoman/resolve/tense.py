"""Whether a sentence places a date in the future: *will meet on Tuesday*, against *met on Tuesday*."""

import re

from dragoman.documents import Document, Span
from dragoman.sentences import sentence_of

_WORD = re.compile(r"[^\W_][\w'’-]*")
_FUTURE = frozenset(
    "will would shall 'll due set scheduled plans planning expected going until ahead upcoming slated intends "
    "hopes may might could must should to by before next".split()
)
_PAST = frozenset(
    "said told met held was were had did has have went came took made began gave left won lost spoke wrote "
    "fell found sent put shot struck swore rose saw flew broke brought since fought".split()
)
# A participle after these belongs to the auxiliary before it: will be signed.
_AUXILIARY = frozenset(["be", "being", "been", "get", "being"])
_NEAR = 12


def is_future(document: Document, span: Span) -> bool | None:
    """What the sentence says of a date in it; None where it does not show.

    An event that has the date as an argument and a status decides: what is planned lies ahead. Otherwise the nearest
    verb before the date, else the first after it.
    """
    statuses = [
        event.status for event in document.events if any(span in spans for spans in event.arguments.values())
    ]
    if "actual" in statuses or "negated" in statuses:
        return False
    if "planned" in statuses:
        return True
    sentence = sentence_of(document.text, span)
    before = _WORD.findall(document.text[sentence.start : span.start])[-_NEAR:]
    after = _WORD.findall(document.text[span.end : sentence.end])[:_NEAR]
    told = _told([word.lower() for word in before], back=True)
    return told if told is not None else _told([word.lower() for word in after], back=False)


def _told(words: list[str], *, back: bool) -> bool | None:
    for place in range(len(words) - 1, -1, -1) if back else range(len(words)):
        word, previous = words[place], words[place - 1] if place else ""
        if word in _FUTURE or word.endswith(("'ll", "’ll")):
            return True
        if word in _PAST or (word.endswith("ed") and len(word) > 4 and previous not in _AUXILIARY):
            return False
    return None
