"""What the network should say: for each word the tags that its corpus allows, and for each anchor those of its parts.

No public corpus marks everything. A corpus declares what it observes; a coarse label stands for a set of ours, and a
word outside may still carry a label that the corpus does not mark. So a target is a *set* of allowed tags (fuzzy or
partial annotation: Tsuboi et al., 2008, "Training conditional random fields using incomplete annotations").
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from dragoman.documents import Document, Span
from dragoman.layers import CUE, ENTITIES, EVENTS, QUOTES, Layers
from dragoman.tags import OUTSIDE, TagSet, positions
from dragoman.tokens import Ints, Tokens
from dragoman_training.config import NO_LABEL, CorpusConfig
from dragoman_training.label_map import LabelMap
from dragoman_training.narrowing import Narrowing
from dragoman_training.readers.reading import Lost

#: The id of the set of all tags: a word about which the corpus says nothing.
ANYTHING = 0
#: A word that has no status.
NO_STATUS = -100


class AllowedSets:
    """Sets of tags, numbered as they first come up."""

    def __init__(self, tags: TagSet) -> None:
        self.tags = tags
        self._ids: dict[frozenset[int], int] = {frozenset(range(len(tags))): ANYTHING}

    def id_of(self, tags: Iterable[int]) -> int:
        """The number of a set."""
        return self._ids.setdefault(frozenset(tags), len(self._ids))

    def table(self) -> npt.NDArray[np.bool_]:
        """(sets, tags): whether a set allows a tag."""
        table = np.zeros((len(self._ids), len(self.tags)), dtype=np.bool_)
        for allowed, number in self._ids.items():
            table[number, list(allowed)] = True
        return table


@dataclass(frozen=True, slots=True)
class Anchor:
    """A cue or trigger, and the allowed sets of all words of the text for its parts.

    Attributes:
        word: the anchor's first word.
        sets: numbers of allowed sets, (words,).
    """

    word: int
    sets: Ints


@dataclass(frozen=True, slots=True)
class Targets:
    """Targets of one text.

    Attributes:
        tags: layer -> numbers of allowed sets, (words,).
        anchors: layer -> anchors.
        statuses: status number of a trigger's first word, else NO_STATUS, (words,).
        lost: gold spans that words cannot reach.
    """

    tags: dict[str, Ints]
    anchors: dict[str, list[Anchor]]
    statuses: Ints
    lost: list[Lost] = field(default_factory=list)


class TargetMaker:
    """Makes targets for all corpora of a run; the numbers of allowed sets hold across them."""

    def __init__(self, layers: Layers, narrowing: Narrowing | None = None) -> None:
        self.layers = layers
        self.narrowing = narrowing or Narrowing()
        self.tag_sets = {layer: AllowedSets(tags) for layer, tags in layers.tags.items()}
        self.link_sets = {layer: AllowedSets(tags) for layer, tags in layers.links.items()}

    def make(self, document: Document, tokens: Tokens, corpus: CorpusConfig) -> Targets:
        """The targets of a document as annotated by a corpus.

        Raises:
            ConfigError: the corpus uses a label that its map does not name.
        """
        painter = _Painter(document, tokens)
        tags = {layer: np.full(len(tokens), ANYTHING, dtype=np.int32) for layer in self.layers.tags}
        anchors: dict[str, list[Anchor]] = {layer: [] for layer in self.layers.links}
        statuses = np.full(len(tokens), NO_STATUS, dtype=np.int32)
        if ENTITIES in tags and corpus.entities is not None:
            tags[ENTITIES] = self._entities(painter, document, corpus)
        if QUOTES in tags and corpus.quotes:
            tags[QUOTES], anchors[QUOTES] = self._quotes(painter, document)
        if EVENTS in tags and corpus.events:
            tags[EVENTS] = self._triggers(painter, document, corpus)
            self._mark_statuses(painter, document, statuses)
            if EVENTS in anchors:
                anchors[EVENTS] = self._arguments(painter, document, corpus)
        return Targets(tags, anchors, statuses, painter.lost)

    def _entities(self, painter: "_Painter", document: Document, corpus: CorpusConfig) -> Ints:
        sets = self.tag_sets[ENTITIES]
        own = LabelMap(corpus.name, ENTITIES, sets.tags.labels, corpus.entities)
        spans = []
        for entity in document.entities:
            labels = own.labels(entity.label, document.id)
            spans.append((entity.span, self.narrowing.apply(document.covered(entity.span), labels)))
        return painter.paint(spans, sets, _outside(sets, own, complete=corpus.complete))

    def _quotes(self, painter: "_Painter", document: Document) -> tuple[Ints, list[Anchor]]:
        flat, links = self.tag_sets[QUOTES], self.link_sets[QUOTES]
        # A source that serves several cues stands in several quotes, and counts once here.
        distinct = dict.fromkeys(item for quote in document.quotes for item in quote.parts())
        painted = painter.paint([(span, [part]) for part, span in distinct], flat, flat.id_of([OUTSIDE]))
        anchors = []
        for quote in document.quotes:
            word = painter.anchor(quote.cue) if quote.cue else None
            if word is not None:
                parts = [(span, [part]) for part, span in quote.parts() if part != CUE]
                anchors.append(Anchor(word, painter.paint(parts, links, links.id_of([OUTSIDE]))))
        return painted, anchors

    def _triggers(self, painter: "_Painter", document: Document, corpus: CorpusConfig) -> Ints:
        sets = self.tag_sets[EVENTS]
        own = LabelMap(
            corpus.name, EVENTS, sets.tags.labels, corpus.events if isinstance(corpus.events, dict) else None
        )
        spans = [(event.trigger, own.labels(event.type, document.id)) for event in document.events]
        return painter.paint(spans, sets, _outside(sets, own, complete=corpus.complete))

    def _arguments(self, painter: "_Painter", document: Document, corpus: CorpusConfig) -> list[Anchor]:
        """Of all events, those too that are of no type of the scheme: what they have around them is the same."""
        sets = self.link_sets[EVENTS]
        own = LabelMap(corpus.name, "roles", sets.tags.labels, corpus.roles)
        outside = _outside(sets, own, complete=True)
        anchors = []
        for event in document.events:
            word = painter.anchor(event.trigger)
            spans = [(span, own.labels(role, document.id)) for role, found in event.arguments.items() for span in found]
            if word is not None:
                anchors.append(Anchor(word, painter.paint(spans, sets, outside)))
        return anchors

    def _mark_statuses(self, painter: "_Painter", document: Document, statuses: Ints) -> None:
        for event in document.events:
            word = painter.anchor(event.trigger)
            if word is not None and event.status in self.layers.statuses:
                statuses[word] = self.layers.statuses.index(event.status)


def _outside(sets: AllowedSets, own: LabelMap, *, complete: bool) -> int:
    """The number of the set that a word outside all spans allows."""
    return sets.id_of([OUTSIDE, *sets.tags.tags(own.unobserved())]) if complete else ANYTHING


class _Painter:
    """Lays spans over the words of one text, and notes those that do not fit."""

    def __init__(self, document: Document, tokens: Tokens) -> None:
        self.document = document
        self.tokens = tokens
        self.lost: list[Lost] = []

    def anchor(self, span: Span) -> int | None:
        words = self.tokens.words_of(span)
        return words[0] if words else None

    def paint(self, spans: Iterable[tuple[Span, Sequence[str]]], sets: AllowedSets, outside: int) -> Ints:
        """Numbers of allowed sets, (words,). Where a span cannot be placed, its words allow anything."""
        painted = np.full(len(self.tokens), outside, dtype=np.int32)
        taken = np.zeros(len(self.tokens), dtype=np.bool_)
        for span, labels in spans:
            words = self.tokens.words_of(span)
            reason = "its edges cut a word of the tokenizer" if words is None else None
            if words is not None and taken[words[0] : words[1] + 1].any():
                reason = "overlaps another span of its layer"
            if words is None or reason:
                self._lose(span, labels, reason or "", painted, taken)
                continue
            taken[words[0] : words[1] + 1] = True
            painted[words[0] : words[1] + 1] = list(_sets_of_span(labels, words[1] - words[0] + 1, sets))
        return painted

    def _lose(
        self, span: Span, labels: Sequence[str], reason: str, painted: Ints, taken: npt.NDArray[np.bool_]
    ) -> None:
        touched = (self.tokens.starts < span.end) & (self.tokens.ends > span.start) & ~taken
        painted[touched] = ANYTHING
        text = self.document.covered(span)
        self.lost.append(Lost(self.document.id, "|".join(labels), span.start, span.end, text, reason))


def _sets_of_span(labels: Sequence[str], length: int, sets: AllowedSets) -> Iterator[int]:
    if {NO_LABEL, *sets.tags.labels} <= set(labels):  # anything, so also several spans, or a part of one
        yield from [ANYTHING] * length
        return
    for position in positions(length):
        yield sets.id_of(OUTSIDE if label == NO_LABEL else sets.tags.tag(position, label) for label in labels)
