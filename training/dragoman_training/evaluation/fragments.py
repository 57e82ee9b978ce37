"""The parts of quotes as flat sets of spans, on request cut at sentence boundaries."""

from collections.abc import Iterator, Mapping, Sequence

from dragoman.documents import Document, Span
from dragoman.errors import InputError

#: (part of a quote, start, end)
Fragment = tuple[str, int, int]

#: Document id -> its sentences.
Sentences = Mapping[str, Sequence[Span]]


def fragments(document: Document, sentences: Sentences | None = None) -> set[Fragment]:
    """The distinct sources, cues and contents of a document, whatever quote they belong to.

    Args:
        document: whose quotes are taken apart.
        sentences: if given, fragments are cut at the boundaries of its sentences, and what lies outside of every
            sentence is dropped.

    Raises:
        InputError: the document has no entry in ``sentences``.
    """
    whole = {(part, span) for quote in document.quotes for part, span in quote.parts()}
    if sentences is None:
        return {(part, span.start, span.end) for part, span in whole}
    if document.id not in sentences:
        raise InputError(f"document {document.id!r} has no sentence boundaries")
    bounds = sentences[document.id]
    return {(part, piece.start, piece.end) for part, span in whole for piece in _cut(document.text, span, bounds)}


def _cut(text: str, span: Span, bounds: Sequence[Span]) -> Iterator[Span]:
    """The pieces of a span in each sentence, without outer white space."""
    for sentence in bounds:
        if span.overlaps(sentence):
            piece = trimmed(text, max(span.start, sentence.start), min(span.end, sentence.end))
            if piece is not None:
                yield piece


def trimmed(text: str, start: int, end: int) -> Span | None:
    """``text[start:end]`` without outer white space; None where nothing is left."""
    covered = text[start:end]
    if not covered.strip():
        return None
    return Span(start + len(covered) - len(covered.lstrip()), start + len(covered.rstrip()))
