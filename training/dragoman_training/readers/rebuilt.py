"""Texts rebuilt from tokens, where a corpus gives no others."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from dragoman.documents import Span

#: What ``unescaped`` is called where a reader counts what it changed.
UNESCAPED = "bracket or quotation mark of the Penn Treebank written as itself"

_ESCAPES = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}", "``": '"', "''": '"'}


def unescaped(tokens: Sequence[str], mended: Counter[str]) -> list[str]:
    """The tokens with the Penn Treebank's names of marks replaced by the marks, which are counted."""
    if changed := sum(token in _ESCAPES for token in tokens):
        mended[UNESCAPED] += changed
    return [_ESCAPES.get(token, token) for token in tokens]


def laid_out(sentences: Iterable[Sequence[str]]) -> tuple[str, list[list[Span]]]:
    """The tokens joined by blanks and the sentences by line breaks; and where each token of each sentence stands."""
    texts, places, offset = [], [], 0
    for tokens in sentences:
        spans = []
        for token in tokens:
            spans.append(Span(offset, offset + len(token)))
            offset += len(token) + 1
        texts.append(" ".join(tokens))
        places.append(spans)
    return "\n".join(texts), places


def spans_of(places: Sequence[Span], arguments: Mapping[str, Sequence[range]]) -> dict[str, tuple[Span, ...]]:
    """Ranges of tokens as spans of the text."""
    return {
        role: tuple(Span(places[words.start].start, places[words.stop - 1].end) for words in ranges)
        for role, ranges in arguments.items()
    }
