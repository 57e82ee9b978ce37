"""How the page calls a party, a speaker or a day. The one place that knows where a name comes from."""

import re

from dragoman.documents import Document, Quote, Span

_ARTICLE = re.compile(r"^(?:the|an?)\s+(?=\S)", re.I)
# Of themselves these name nobody; adding up what every "he" said would name one great talker.
_PRONOUNS = re.compile(
    r"he|she|it|they|we|i|you|who|whom|which|that|this|these|those|one|both|others|him|her|them|us|me|his|hers|its|"
    r"theirs?|our|my|your|himself|herself|itself|themselves",
    re.I,
)


def phrase(document: Document, span: Span) -> str:
    """The words of a span on one line."""
    return " ".join(document.covered(span).split())


def party(document: Document, span: Span) -> str | None:
    """What a party is called over many documents. None for a pronoun.

    Where the document is resolved: the name of the person or body, or the code of a state that acts as a whole. Else
    its words without an article.
    """
    if found := document.references.get(span):
        if found.entity:
            return found.entity
        if found.country and found.code in (None, found.country):
            return found.country
    words = _ARTICLE.sub("", phrase(document, span))
    return None if _PRONOUNS.fullmatch(words) else words


def speaker(document: Document, quote: Quote) -> str:
    """Who is quoted, as a list of quotes has it; empty where the text names none."""
    if quote.speaker:
        return quote.speaker
    return ", ".join(phrase(document, span) for span in quote.source)


def headline(document: Document) -> str:
    """A document's first line that is not blank, or its id."""
    lines = (" ".join(line.split()) for line in document.text.splitlines())
    return shortened(next(filter(None, lines), document.id), 110)


def shortened(text: str, length: int) -> str:
    """The text on one line, cut after a word with an ellipsis where it has more than ``length`` characters."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    head = line[:length]
    return (head[: head.rfind(" ")] if " " in head else head).rstrip(" ,;:") + " …"
