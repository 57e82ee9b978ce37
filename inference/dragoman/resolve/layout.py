"""Where in a document something stands: its sentence, its paragraph, whose words surround it."""

from bisect import bisect_right
from dataclasses import dataclass

from dragoman.documents import Document
from dragoman.sentences import sentence_starts
from dragoman.tokens import PARAGRAPH


@dataclass(frozen=True, slots=True)
class Layout:
    """Sentences, paragraphs and quotes of a text, by position.

    Attributes:
        sentences: where each begins. What stands between quotation marks belongs to the sentence that it opens in, so
            that a long quotation does not part *he* from the one who speaks.
        paragraphs: where each begins.
        contents: start, end and number of each quote's contents, in text order.
        direct: whether each quote has quotation marks.
    """

    sentences: list[int]
    paragraphs: list[int]
    contents: list[tuple[int, int, int]]
    direct: list[bool]

    def sentence(self, position: int) -> int:
        """The number of the sentence around a position."""
        return bisect_right(self.sentences, position) - 1

    def paragraph(self, position: int) -> int:
        """The number of the paragraph around a position."""
        return bisect_right(self.paragraphs, position) - 1

    def quote(self, position: int) -> int | None:
        """The number of the quote whose content surrounds a position; of several the innermost."""
        found = None
        for start, end, number in self.contents:
            if start > position:
                break
            if position < end:
                found = number
        return found


def layout(document: Document) -> Layout:
    """Reads a document's text once."""
    contents = sorted(
        (span.start, span.end, number) for number, quote in enumerate(document.quotes) for span in quote.content
    )
    direct = [quote.kind(document.text) != "indirect" for quote in document.quotes]
    inside = [(start, end) for start, end, number in contents if direct[number]]
    paragraphs = [found.start() for found in PARAGRAPH.finditer(document.text) if not found[0].isspace()]
    sentences = [
        start for start in sentence_starts(document.text) if not any(first < start < last for first, last in inside)
    ]
    return Layout(sorted({*sentences, *paragraphs}) or [0], paragraphs or [0], contents, direct)
