"""Repairs of annotated ranges, so that they make valid spans."""

import re
from collections.abc import Iterable, Iterator

from dragoman.documents import Span
from dragoman.tokens import PARAGRAPH

#: A half-open range as an annotation file gives it: it may be empty, or begin or end in white space.
Range = tuple[int, int]

#: What ``snapped`` is called where a reader counts what it mended.
SNAPPED = "edge inside a word moved to the word's edge"

_LINE_BREAK = re.compile(r"[\r\n\u2028\u2029]")


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The range without white space at its edges, or None if nothing is left."""
    covered = text[start:end]
    start += len(covered) - len(covered.lstrip())
    end = start + len(covered.strip())
    return Span(start, end) if start < end else None


def fragments(text: str, ranges: Iterable[Range]) -> tuple[Span, ...]:
    """The ranges as spans in text order: cut at line breaks, trimmed, and joined where only blanks part them.

    Annotation tools cut a range where their display breaks a line or a sentence; such a cut means nothing.
    """
    joined: list[Span] = []
    for span in sorted(_cut(text, ranges)):
        if joined and _adjoins(text, joined[-1], span):
            span = Span(joined[-1].start, max(joined.pop().end, span.end))
        joined.append(span)
    return tuple(joined)


def _cut(text: str, ranges: Iterable[Range]) -> Iterator[Span]:
    for start, end in ranges:
        for paragraph in PARAGRAPH.finditer(text, start, end):
            span = trimmed(text, *paragraph.span())
            if span:
                yield span


def _adjoins(text: str, left: Span, right: Span) -> bool:
    gap = text[left.end : right.start]
    return not gap.strip() and not _LINE_BREAK.search(gap)


def snapped(text: str, start: int, end: int) -> Range:
    """The range with an edge inside a word moved outwards to the word's edge.

    A capital at the inner edge is left where it is: it is no cut but two words that the page's layout glued together.
    """
    while _inside_word(text, start) and not text[start].isupper():
        start -= 1
    while _inside_word(text, end) and not text[end].isupper():
        end += 1
    return start, end


def _inside_word(text: str, edge: int) -> bool:
    return 0 < edge < len(text) and _is_word(text[edge - 1]) and _is_word(text[edge])


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
