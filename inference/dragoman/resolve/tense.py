"""Whether a sentence places a date in the future: *will meet on Tuesday*, against *met on Tuesday*."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise

from dragoman.documents import Document, Span
from dragoman.sentences import sentence_of

_WORD = re.compile(r"[^\W_][\w'’-]*")
# Right before a date: until Friday, due on Thursday.
_AHEAD = re.compile(
    r"\b(?:until|till|by|before|(?:due|set|scheduled|slated|planned)(?: to \w+)?(?: for| on| in)?)\s+$", re.I
)
_NEAR = 12


def is_future(document: Document, span: Span) -> bool | None:
    """What the sentence says of a date in it; None where it does not show.

    Words right before the date decide, then an event that has the date as an argument: what is planned lies ahead, what
    is actual does not. Otherwise the nearest verb before the date does, else the first after it.
    """
    sentence = sentence_of(document.text, span)
    if _AHEAD.search(document.text[sentence.start : span.start]):
        return True
    statuses = [event.status for event in document.events if any(span in spans for spans in event.arguments.values())]
    if "actual" in statuses:
        return False
    if "planned" in statuses:
        return True
    before = _WORD.findall(document.text[sentence.start : span.start].lower())[: -_NEAR - 1 : -1]
    after = _WORD.findall(document.text[span.end : sentence.end].lower())[:_NEAR]
    told = _told(before, back=True)
    return told if told is not None else _told(after, back=False)


def _told(words: list[str], *, back: bool) -> bool | None:
    """What the first verb tells. Read backwards, each word is followed by the one that stands before it."""
    known = _words()
    for word, other in pairwise([*words, ""]):
        if word in known["modal"] or word.endswith(("'ll", "’ll")):
            return True
        if back and (word in known["future"] or (word == "to" and other in known["to_after"])):
            return True
        if word in known["past"] or _is_past_form(word, other):
            return False
    return None


def _is_past_form(word: str, other: str) -> bool:
    return word.endswith("ed") and len(word) > len("need") and other not in _words()["auxiliary"]


@cache
def _words() -> Mapping[str, frozenset[str]]:
    data = tomllib.loads(files(__package__).joinpath("tense.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in data.items()}
