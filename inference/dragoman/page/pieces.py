"""A text cut at every edge of every span, so that layers which overlap need no nesting.

Each piece carries the marks that cover it; HTML then needs one flat element for a piece.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dragoman.documents import Document, Span
from dragoman.tokens import PARAGRAPH


@dataclass(frozen=True, slots=True)
class Mark:
    """One span of one item of a layer.

    Attributes:
        kind: ``entity``, a part of a quote, ``trigger`` or ``argument``.
        number: of the item within its layer, from 0.
        span: where.
        role: of an argument.
    """

    kind: str
    number: int
    span: Span
    role: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text within which no mark begins or ends.

    Attributes:
        span: where.
        marks: that cover it, in the order of ``marks_of``.
    """

    span: Span
    marks: tuple[Mark, ...]

    def opens(self, mark: Mark) -> bool:
        """Whether the mark begins here."""
        return mark.span.start == self.span.start

    def closes(self, mark: Mark) -> bool:
        """Whether the mark ends here."""
        return mark.span.end == self.span.end


def marks_of(document: Document) -> Iterator[Mark]:
    """Yields a mark for each span of each layer."""
    for number, entity in enumerate(document.entities):
        yield Mark("entity", number, entity.span)
    for number, quote in enumerate(document.quotes):
        for part, span in quote.parts():
            yield Mark(part, number, span)
    for number, event in enumerate(document.events):
        yield Mark("trigger", number, event.trigger)
        for role, spans in event.arguments.items():
            yield from (Mark("argument", number, span, role) for span in spans)


def cut(text: str, marks: Sequence[Mark]) -> Iterator[Piece]:
    """Yields the text's pieces in order; together they are the text."""
    edges = {0, len(text)}.union(*((mark.span.start, mark.span.end) for mark in marks), _line_edges(text))
    starting: dict[int, list[Mark]] = {}
    for mark in marks:
        starting.setdefault(mark.span.start, []).append(mark)
    covering: list[Mark] = []
    for start, end in pairwise(sorted(edges)):
        covering = [mark for mark in covering if mark.span.end > start] + starting.get(start, [])
        yield Piece(Span(start, end), tuple(covering))


def paragraphs(text: str, pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces of each paragraph that is not blank; the line breaks between them are left out."""
    found: list[list[Piece]] = []
    lines = [Span(*match.span()) for match in PARAGRAPH.finditer(text) if match[0].strip()]
    queue = list(reversed(list(pieces)))
    for line in lines:
        while queue and queue[-1].span.start < line.start:
            queue.pop()
        paragraph = []
        while queue and queue[-1].span.end <= line.end:
            paragraph.append(queue.pop())
        found.append(paragraph)
    return found


def _line_edges(text: str) -> set[int]:
    return {edge for line in PARAGRAPH.finditer(text) for edge in line.span()}
