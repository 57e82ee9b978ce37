"""Standoff marks laid over a text, and the quotes that link them. What cannot be placed is noted, never raised."""

from collections import Counter
from collections.abc import Sequence

from dragoman.documents import QUOTE_PARTS, Quote, Span
from dragoman_training.readers.reading import Lost
from dragoman_training.readers.spans import SNAPPED, Range, fragments, snapped, trimmed
from dragoman_training.readers.standoff import Annotations, Link, Mark


class Placer:
    """Finds the spans of one document's marks.

    Args:
        document: its id.
        text: that the marks' offsets count in.
        annotations: of that text.
        snap: move an edge inside a word outwards to the word's edge.
    """

    def __init__(self, document: str, text: str, annotations: Annotations, *, snap: bool = False) -> None:
        self.document = document
        self.text = text
        self.annotations = annotations
        self.snap = snap
        self.lost: list[Lost] = []
        self.mended: Counter[str] = Counter()
        self._placed: dict[str, tuple[Span, ...]] = {}
        for number, line in annotations.broken:
            self.lost.append(Lost(document, "", None, None, line, f"line {number} of the annotations cannot be read"))

    def place(self, id: str) -> tuple[Span, ...]:
        """The spans of a mark, or of an event's trigger; none, and a loss noted once, where it has none."""
        event = self.annotations.events.get(id)
        mark_id = event.anchor if event and event.anchor else id
        if mark_id not in self._placed:
            self._placed[mark_id] = self._find(mark_id)
        return self._placed[mark_id]

    def place_all(self, ids: Sequence[str]) -> tuple[Span, ...]:
        """The spans of several marks, in text order."""
        return tuple(sorted({span for id in ids for span in self.place(id)}))

    def place_one(self, id: str) -> Span | None:
        """The span of a mark that can have only one: the longest; the others are noted as lost."""
        spans = self.place(id)
        if not spans:
            return None
        longest = max(spans, key=lambda span: span.end - span.start)
        for span in spans:
            if span != longest:
                self.lose_span(span, self._label(id), "part of a discontinuous mark where a single span is wanted")
        return longest

    def lose(self, id: str, reason: str) -> None:
        """Notes that a mark was lost."""
        mark = self.annotations.marks.get(id)
        if mark is None:
            self.lost.append(Lost(self.document, "", None, None, id, reason))
        else:
            start, end = mark.ranges[0][0], mark.ranges[-1][1]
            self.lost.append(Lost(self.document, mark.label, start, end, mark.words, reason))

    def lose_span(self, span: Span, label: str, reason: str) -> None:
        """Notes that a span was lost."""
        words = self.text[span.start : span.end]
        self.lost.append(Lost(self.document, label, span.start, span.end, words, reason))

    def quote(self, link: Link) -> Quote | None:
        """The quote that an event line links, or None, noted as lost, if it has no content.

        The cue is the part so named, or else the event's trigger, unless that is content or source itself.
        """
        content, source = self._merged(link.ids("content")), self.place_all(link.ids("source"))
        if not content:
            self.lose(link.anchor or link.id, f"{link.type} without content")
            return None
        cues = link.ids("cue")
        for extra in cues[1:]:
            self.lose(extra, "a second cue of one quote")
        cue = self.place_one(cues[0]) if cues else self._trigger_as_cue(link, content + source)
        for role in link.roles():
            if role not in QUOTE_PARTS:
                self._lose_role(link, role)
        return Quote(content, cue, source)

    def _merged(self, ids: Sequence[str]) -> tuple[Span, ...]:
        return fragments(self.text, ((span.start, span.end) for span in self.place_all(ids)))

    def _trigger_as_cue(self, link: Link, others: Sequence[Span]) -> Span | None:
        if link.anchor is None or any(span.overlaps(other) for span in self.place(link.anchor) for other in others):
            return None
        return self.place_one(link.anchor)

    def _lose_role(self, link: Link, role: str) -> None:
        for id in link.ids(role):
            self.lose(id, f"a quote has no part {role!r}")

    def _label(self, id: str) -> str:
        mark = self.annotations.marks.get(id)
        return mark.label if mark else ""

    def _find(self, id: str) -> tuple[Span, ...]:
        mark = self.annotations.marks.get(id)
        problem = self._problem(mark)
        spans = () if problem or mark is None else fragments(self.text, map(self._mended, mark.ranges))
        if not spans:
            self.lose(id, problem or "covers nothing but white space")
        return spans

    def _problem(self, mark: Mark | None) -> str | None:
        if mark is None:
            return "an annotation points to it, but it is not in the file"
        if max(end for _, end in mark.ranges) > len(self.text):
            return "runs over the end of the text"
        covered = "".join(self.text[start:end] for start, end in mark.ranges)
        if mark.words and "".join(covered.split()) != "".join(mark.words.split()):
            return "other words stand at its offsets (were they counted with other line ends, or in bytes?)"
        return None

    def _mended(self, place: Range) -> Range:
        span = trimmed(self.text, *place)
        if span is None or not self.snap:
            return place
        mended = snapped(self.text, span.start, span.end)
        self.mended[SNAPPED] += mended != (span.start, span.end)
        return mended
