"""Sentences, for people to read and for resolution. Nothing that is tagged hangs on them."""

import re
from functools import lru_cache

from dragoman.documents import Span
from dragoman.tokens import PARAGRAPH

# A mark that ends a sentence, what closes after it, and a blank before what may begin one; not after an initial or one
# of the titles and months that newsrooms shorten.
_END = re.compile(
    r"(?<!\b[A-Z])(?<!\b(?:Mr|Dr|St|Lt|vs|No))(?<!\b(?:Mrs|Gen|Col|Sgt|Rev|Sen|Rep|Gov|Jan|Feb|Aug|Oct|Nov|Dec))"
    r"(?<!\b(?:Sept|Prof))[.!?…]+[”\"’')\]]*\s+(?=[“\"‘'(\[]?[A-Z0-9])"
)


@lru_cache(maxsize=64)
def _ends(paragraph: str) -> tuple[int, ...]:
    # Kept, since one paragraph is asked for many of its spans.
    return tuple(found.end() for found in _END.finditer(paragraph))


def sentence_starts(text: str) -> list[int]:
    """Where sentences begin inside paragraphs; the first of a paragraph is not among them."""
    return [found.end() for found in _END.finditer(text)]


def sentence_of(text: str, span: Span) -> Span:
    """The sentence that a span begins in, within its paragraph and without blanks at its edges; it covers the span."""
    for paragraph in PARAGRAPH.finditer(text):
        if paragraph.start() <= span.start < paragraph.end():
            ends = [paragraph.start() + end for end in _ends(paragraph.group())]
            start = max([paragraph.start(), *(end for end in ends if end <= span.start)])
            end = min([paragraph.end(), *(end for end in ends if end >= span.end)])
            covered = text[start : max(end, span.end)]
            begin = start + len(covered) - len(covered.lstrip())
            return Span(begin, begin + len(covered.strip()))
    return span
