"""A document as annotation tools hold it: labelled marks over the text, and labelled links between marks.

entity             a mark with the entity's label
quote              marks ``quote:source``, ``quote:cue`` and ``quote:content``; links ``source`` and ``content`` from
                   the cue, or from the first content where there is no cue
event              a mark ``event:TYPE``; a link named for the role from it to each ``event:argument``; a mark
                   ``status:STATUS`` over the trigger
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dragoman.documents import Document, Entity, Event, Quote, Span
from dragoman_training.readers.reading import Lost
from dragoman_training.readers.spans import Range, trimmed

QUOTE, EVENT, STATUS = "quote:", "event:", "status:"
ARGUMENT = "event:argument"
CUE, CONTENT, SOURCE = "quote:cue", "quote:content", "quote:source"


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled range of the text, as a tool gives it: it may begin or end in white space."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Link:
    """A labelled arrow between two marks, by their numbers in ``Graph.marks``."""

    label: str
    head: int
    child: int


@dataclass(slots=True)
class Graph:
    """All marks and links of one document."""

    marks: list[Mark] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def add(self, label: str, span: Span) -> int:
        """Adds a mark and returns its number; the same label over the same span is one mark."""
        mark = Mark(label, span.start, span.end)
        if mark in self.marks:
            return self.marks.index(mark)
        self.marks.append(mark)
        return len(self.marks) - 1

    def children(self, head: int, label: str | None = None) -> list[int]:
        """The marks that a mark points to, all of them or by one label."""
        return [link.child for link in self.links if link.head == head and label in (None, link.label)]


def to_graph(document: Document) -> Graph:
    """The marks and links of a document."""
    graph = Graph()
    for entity in document.entities:
        graph.add(entity.label, entity.span)
    for quote in document.quotes:
        contents = [graph.add(CONTENT, span) for span in quote.content]
        head = graph.add(CUE, quote.cue) if quote.cue else contents[0]
        graph.links += [Link("content", head, content) for content in contents if content != head]
        graph.links += [Link("source", head, graph.add(SOURCE, span)) for span in quote.source]
    for event in document.events:
        head = graph.add(EVENT + event.type, event.trigger)
        if event.status is not None:
            graph.add(STATUS + event.status, event.trigger)
        for role, spans in event.arguments.items():
            graph.links += [Link(role, head, graph.add(ARGUMENT, span)) for span in spans]
    return graph


def from_graph(id: str, text: str, date: str | None, graph: Graph) -> tuple[Document, list[Lost]]:
    """The document that marks and links make, and what they hold that no document can."""
    return _Assembly(id, text, date, graph).document()


class _Assembly:
    def __init__(self, id: str, text: str, date: str | None, graph: Graph) -> None:
        self.id, self.text, self.date, self.graph = id, text, date, graph
        self.lost: list[Lost] = []
        self.spans = [self._span(mark) for mark in graph.marks]
        self.linked = {link.child for link in graph.links}

    def document(self) -> tuple[Document, list[Lost]]:
        entities = tuple(
            Entity(mark.label, span)
            for mark, span in zip(self.graph.marks, self.spans, strict=True)
            if span and not mark.label.startswith((QUOTE, EVENT, STATUS))
        )
        quotes = tuple(sorted(self._quotes(), key=lambda quote: (quote.content[0], quote.cue is None)))
        events = tuple(sorted(self._events(), key=lambda event: event.trigger))
        self._lose_unlinked()
        ordered = tuple(sorted(entities, key=lambda entity: entity.span))
        return Document(self.id, self.text, self.date, ordered, quotes, events), self.lost

    def _span(self, mark: Mark) -> Span | None:
        inside = 0 <= mark.start < mark.end <= len(self.text)
        span = trimmed(self.text, mark.start, mark.end) if inside else None
        if span is None:
            self._lose(mark, "it covers no text")
        return span

    def _numbers(self, prefix: str) -> Iterator[tuple[int, Mark, Span]]:
        for number, (mark, span) in enumerate(zip(self.graph.marks, self.spans, strict=True)):
            if span and mark.label.startswith(prefix):
                yield number, mark, span

    def _quotes(self) -> Iterator[Quote]:
        for number, mark, cue in self._numbers(CUE):
            content = self._ordered(self.graph.children(number, "content"))
            if content:
                yield Quote(content, cue, self._ordered(self.graph.children(number, "source")))
            else:
                self._lose(mark, "a cue that points to no content")
        for number, _, _ in self._numbers(CONTENT):
            if number not in self.linked:
                content = self._ordered([number, *self.graph.children(number, "content")])
                yield Quote(content, None, self._ordered(self.graph.children(number, "source")))

    def _events(self) -> Iterator[Event]:
        statuses = {span: mark.label.removeprefix(STATUS) for _, mark, span in self._numbers(STATUS)}
        for number, mark, trigger in self._numbers(EVENT):
            if mark.label != ARGUMENT:
                roles = dict.fromkeys(link.label for link in self.graph.links if link.head == number)
                found = {role: self._ordered(self.graph.children(number, role)) for role in roles}
                arguments = {role: spans for role, spans in found.items() if spans}
                yield Event(mark.label.removeprefix(EVENT), trigger, statuses.pop(trigger, None), arguments)
        for span, status in statuses.items():
            self._lose(Mark(STATUS + status, span.start, span.end), "a status over no trigger")

    def _ordered(self, numbers: Sequence[int]) -> tuple[Span, ...]:
        return tuple(sorted(span for number in numbers if (span := self.spans[number])))

    def _lose_unlinked(self) -> None:
        for label in (SOURCE, ARGUMENT):
            for number, mark, _ in self._numbers(label):
                if number not in self.linked:
                    self._lose(mark, "nothing points to it")

    def _lose(self, mark: Mark, reason: str) -> None:
        text = self.text[max(mark.start, 0) : max(mark.end, 0)]
        self.lost.append(Lost(self.id, mark.label, mark.start, mark.end, text, reason))


def placed(text: str, start: int, end: int, words: str | None) -> Range:
    """A tool's range in code points.

    A browser counts in UTF-16 units, and some exports still do (https://github.com/HumanSignal/label-studio/issues/1347);
    where the words that the tool noted show it, the range is counted over.
    """
    if words is None or text[start:end] == words:
        return start, end
    units = text.encode("utf-16-le", "surrogatepass")
    first, last = (len(units[: 2 * edge].decode("utf-16-le", "replace")) for edge in (start, end))
    return (first, last) if text[first:last] == words else (start, end)
