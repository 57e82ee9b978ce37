"""The one document type: what readers make, the model returns, evaluation compares and JSON stores.

Offsets are code points of the original text, half-open. Nothing here depends on a model.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from dragoman.errors import InputError

QuoteKind = Literal["direct", "mixed", "indirect"]

#: The parts of a quote, in the order in which a reader would ask for them.
QUOTE_PARTS = ("source", "cue", "content")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range ``[start, end)`` of code points into a document's text. Never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise InputError(f"span {self.start}:{self.end} is empty or negative; it needs 0 <= start < end")

    def overlaps(self, other: "Span") -> bool:
        """Whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity, an office or a date.

    Attributes:
        label: a label of the scheme's entity layer.
        span: where it stands.
        score: probability in [0, 1] that span and label are right; None in gold data.
    """

    label: str
    span: Span
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """What a span refers to, as far as it is known (``dragoman.resolve``).

    Attributes:
        entity: the name of the person or body meant.
        country: the state meant, ISO 3166-1 alpha-3.
        code: an actor code, the state or kind of body and its sector, such as ``CHNGOV`` (docs/RESOLUTION.md).
        when: a day, month, year, or an interval of days, ISO 8601: ``2023-03-21``, ``2023-03-13/2023-03-19``.

    Raises:
        InputError: nothing is known.
    """

    entity: str | None = None
    country: str | None = None
    code: str | None = None
    when: str | None = None

    def __post_init__(self) -> None:
        if not self.known():
            raise InputError("a reference needs at least one of entity, country, code, when")

    def known(self) -> dict[str, str]:
        """Its fields that are not None, in order."""
        fields = {"entity": self.entity, "country": self.country, "code": self.code, "when": self.when}
        return {name: value for name, value in fields.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Quote:
    """One act of communication and what it conveyed.

    Attributes:
        content: one or more fragments, in text order.
        cue: the words that report, if any.
        source: who conveys it; several spans where parties speak together, none where the text names none.
        score: probability in [0, 1] that every part is right; None in gold data.
        speaker: the name of who speaks, as far as it is known; also where the text names no source.
    """

    content: tuple[Span, ...]
    cue: Span | None = None
    source: tuple[Span, ...] = ()
    score: float | None = None
    speaker: str | None = None

    def __post_init__(self) -> None:
        if not self.content:
            raise InputError("a quote needs at least one content span")

    def parts(self) -> Iterator[tuple[str, Span]]:
        """Yields ``(part, span)`` for source, cue and content."""
        for span in self.source:
            yield "source", span
        if self.cue is not None:
            yield "cue", self.cue
        for span in self.content:
            yield "content", span

    def kind(self, text: str) -> QuoteKind:
        """``direct`` if all words of the content stand in quotation marks, ``indirect`` if none, else ``mixed``."""
        return quote_kind(text, self.content)


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, when, where.

    Attributes:
        type: an event type of the scheme.
        trigger: the word that names the act.
        status: a status of the scheme, or None where it was not marked.
        arguments: role of the scheme -> spans.
        score: probability in [0, 1] that trigger and type are right; None in gold data.
    """

    type: str
    trigger: Span
    status: str | None = None
    arguments: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A text with what was found in it.

    Attributes:
        id: of the document.
        text: of any length.
        date: the day it appeared, ISO 8601.
        entities: in no fixed order.
        quotes: in no fixed order.
        events: in no fixed order.
        references: what spans of the layers refer to.

    Raises:
        InputError: a span runs over the end of the text, or begins or ends in white space; or a reference belongs to
            no span of any layer.
    """

    id: str
    text: str
    date: str | None = None
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    events: tuple[Event, ...] = ()
    # Left out of the hash, which a mapping has not.
    references: Mapping[Span, Reference] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        for span in self.spans():
            covered = self.text[span.start : span.end]
            if span.end > len(self.text):
                raise InputError(
                    f"document {self.id!r}: span {span.start}:{span.end} runs over the text, "
                    f"which has {len(self.text)} characters"
                )
            if covered != covered.strip():
                raise InputError(
                    f"document {self.id!r}: span {span.start}:{span.end} begins or ends in white space: {covered!r}"
                )
        if self.references and (stray := self.references.keys() - set(self.spans())):
            raise InputError(
                f"document {self.id!r}: a reference is given for {min(stray).start}:{min(stray).end}, which is no span "
                "of an entity, quote or event; its JSON would lose it"
            )

    def spans(self) -> Iterator[Span]:
        """Yields every span of every layer."""
        for entity in self.entities:
            yield entity.span
        for quote in self.quotes:
            for _, span in quote.parts():
                yield span
        for event in self.events:
            yield event.trigger
            for spans in event.arguments.values():
                yield from spans

    def covered(self, span: Span) -> str:
        """The text that a span covers."""
        return self.text[span.start : span.end]

    def to_html(self) -> str:
        """A page for the browser, one file that needs no other and no network. Save it as UTF-8."""
        from dragoman.page import to_html  # late: templates are of no use to those who only tag

        return to_html([self])

    def _repr_html_(self) -> str:
        """What a notebook shows of the document."""
        from dragoman.page import notebook_html

        return notebook_html(self)


# Opening and closing marks. A straight mark and '' (for a double mark, as in New York Times copy) open and close alike.
# ' and ’ alone are left out: far more often apostrophes.
_MARKED = re.compile(
    r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|''.*?(?:''|$)|«[^»]*(?:»|$)|„[^“”]*(?:[“”]|$)|‘[^‘]*?(?:’(?!\w)|$)", re.S
)
_WORD = re.compile(r"\w")


def quote_kind(text: str, content: tuple[Span, ...]) -> QuoteKind:
    """Tells direct, mixed and indirect speech apart by the quotation marks.

    A mark left open holds to the end of its fragment, a fragment that is closed only by ” or » (a quote of several
    paragraphs) from its beginning. An opening *that* or *to* belongs to the content and stands outside the marks, so
    such a content is mixed.
    """
    inside = outside = 0
    for span in content:
        fragment = text[span.start : span.end]
        marked = _MARKED.findall(fragment)
        rest = _MARKED.sub(" ", fragment)
        if not marked and fragment.endswith(("”", "»")):
            marked, rest = [fragment], ""
        inside += sum(len(_WORD.findall(piece)) for piece in marked)
        outside += len(_WORD.findall(rest))
    if inside and not outside:
        return "direct"
    return "mixed" if inside else "indirect"
