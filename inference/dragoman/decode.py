"""From the network's scores to entities, quotes and events.

Each layer is decoded alone, paragraph by paragraph, so that no span crosses a line break. Then the links put quotes and
events together. The parts of quotes have a layer of their own, so a link only says to which cue a part belongs; the
arguments of events have none, so each trigger tags its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

import numpy as np

from dragoman import chain
from dragoman.calibration import Calibration
from dragoman.documents import Document, Entity, Event, Quote, Span
from dragoman.layers import CONTENT, CUE, ENTITIES, EVENTS, QUOTES, Layers
from dragoman.links import Floats, scores
from dragoman.tags import OUTSIDE, TagSet
from dragoman.tokens import Tokens
from dragoman.viterbi import best_path, log_softmax
from dragoman.windows import Window

#: Scores of one window by output name, without the batch axis: ``tags.LAYER`` (words, tags) and so on.
Outputs = Mapping[str, Floats]
#: A document, the tokens of its text, and its windows with the network's outputs.
Item = tuple[Document, Tokens, Sequence[tuple[Window, Outputs]]]


# In words. A step in Python for each word of the longest run is what decoding costs beside arithmetic.
_LONGEST_RUN = 512


@dataclass(frozen=True, slots=True)
class Found:
    """A tagged span of words, both ends included, with the logarithm of its probability."""

    label: str
    first: int
    last: int
    log_probability: float


@dataclass(frozen=True, slots=True)
class DecodingOptions:
    """What decoding can be tuned by, chosen on dev data and kept in the checkpoint.

    Attributes:
        link_threshold: a source or content that no cue claims with at least this probability belongs to none.
    """

    link_threshold: float = 0.1


class Decoder:
    """Decodes texts of one scheme."""

    def __init__(self, layers: Layers, calibration: Calibration, options: DecodingOptions) -> None:
        self.layers = layers
        self.calibration = calibration
        self.options = options

    def decode(self, items: Sequence[Item]) -> Iterator[Document]:
        """Yields documents with what was found in them.

        Args:
            items: documents with id, text and date; the tokens of each text; some of its windows that follow one
                another, or all of them, each with the network's outputs for it. Only what these windows decide is
                found. Layers are decoded side by side, which is several times as fast as one after another, and changes
                nothing.
        """
        readings = [_Reading(tokens, parts, self.layers) for _, tokens, parts in items]
        for layer, tags in self.layers.tags.items():
            _decode_layer(readings, layer, tags)
        for (document, _, _), reading in zip(items, readings, strict=True):
            yield self._document(document, reading)

    def _document(self, document: Document, reading: "_Reading") -> Document:
        return Document(
            document.id,
            document.text,
            document.date,
            entities=tuple(self._entities(reading)) if ENTITIES in self.layers.tags else (),
            quotes=tuple(self._quotes(reading)) if QUOTES in self.layers.tags else (),
            events=tuple(self._events(reading)) if EVENTS in self.layers.tags else (),
        )

    def _entities(self, reading: "_Reading") -> Iterator[Entity]:
        for found in reading.found[ENTITIES]:
            score = self.calibration.probability(ENTITIES, found.log_probability)
            yield Entity(found.label, reading.span(found), score)

    def _quotes(self, reading: "_Reading") -> Iterator[Quote]:
        """Puts the parts together: every source and content goes to the cues that link to it."""
        found = reading.found[QUOTES]
        cues = [part for part in found if part.label == CUE]
        fragments = [part for part in found if part.label != CUE]
        shares = np.stack([reading.shares(QUOTES, cue.first, fragments) for cue in cues]) if cues else None
        parts: list[list[Found]] = [[] for _ in cues]
        for column, fragment in enumerate(fragments):
            chosen = self._cues_of(fragment, shares[:, column]) if shares is not None else []
            for cue in chosen:
                parts[cue].append(fragment)
            if not chosen and fragment.label == CONTENT:  # a reported paragraph without a cue of its own
                parts.append([fragment])
        quotes = [self._quote(cue, linked, reading) for cue, linked in zip_longest(cues, parts)]
        yield from sorted((quote for quote in quotes if quote), key=lambda quote: (quote.content[0], quote.cue is None))

    def _cues_of(self, fragment: Found, shares: Floats) -> list[int]:
        """The cues that a fragment belongs to: one for a content; a source may serve several."""
        best = int(shares.argmax())
        if shares[best] < self.options.link_threshold:
            return []
        if fragment.label == CONTENT:
            return [best]
        return sorted({best, *np.flatnonzero(shares >= 0.5).tolist()})

    def _quote(self, cue: Found | None, parts: Sequence[Found], reading: "_Reading") -> Quote | None:
        content = _spans(reading, parts, CONTENT)
        if not content:
            return None
        known = [cue, *parts] if cue else list(parts)
        log_probability = sum(part.log_probability for part in known)
        score = self.calibration.probability(QUOTES, log_probability)
        return Quote(content, reading.span(cue) if cue else None, _spans(reading, parts, "source"), score)

    def _events(self, reading: "_Reading") -> Iterator[Event]:
        for trigger in reading.found[EVENTS]:
            parts = reading.linked(EVENTS, trigger.first) if EVENTS in self.layers.links else []
            roles = self.layers.links[EVENTS].labels if EVENTS in self.layers.links else ()
            arguments = {role: _spans(reading, parts, role) for role in roles}
            status = self.layers.statuses[reading.status(trigger.first)] if self.layers.statuses else None
            score = self.calibration.probability(EVENTS, trigger.log_probability)
            yield Event(trigger.label, reading.span(trigger), status, arguments, score)


def _decode_layer(readings: Sequence["_Reading"], layer: str, tags: TagSet) -> None:
    """Fills in what was found in a layer, span by span in text order."""
    runs = [(reading, begin, scores) for reading in readings for begin, scores in reading.runs(layer)]
    if not runs:
        return
    outputs = runs[0][0].parts[0][1]
    steps = chain.Transitions(*(outputs[f"chains.{layer}.{name}"] for name in ("outer", "inner")))
    decoded = chain.decode([scores for _, _, scores in runs], tags, steps)
    for (reading, begin, _), run in zip(runs, decoded, strict=True):
        for (label, first, last), log_probability in zip(run.spans, run.log_probabilities, strict=True):
            reading.found[layer].append(Found(label, begin + first, begin + last, log_probability))


def _parts_of(run: Floats) -> Iterator[tuple[int, Floats]]:
    """Yields a run of words in parts short enough to decode, with the first word of each.

    A run too long is cut before the word that is most surely outside any span, so that hardly ever a span is cut.
    """
    start = 0
    while len(run) - start > _LONGEST_RUN:
        ahead = run[start + _LONGEST_RUN // 2 : start + _LONGEST_RUN]
        cut = start + _LONGEST_RUN // 2 + int((ahead[:, OUTSIDE] - ahead[:, OUTSIDE + 1 :].max(axis=1)).argmax())
        yield start, run[start:cut]
        start = cut
    yield start, run[start:]


def _spans(reading: "_Reading", parts: Sequence[Found], label: str) -> tuple[Span, ...]:
    return tuple(reading.span(part) for part in parts if part.label == label)


class _Reading:
    """The outputs of all windows of one text, addressed by word."""

    def __init__(self, tokens: Tokens, parts: Sequence[tuple[Window, Outputs]], layers: Layers) -> None:
        self.tokens = tokens
        self.parts = parts
        self.layers = layers
        self.own_first = np.asarray([window.own_first for window, _ in parts])
        self.found: dict[str, list[Found]] = {layer: [] for layer in layers.tags}

    def span(self, found: Found) -> Span:
        return self.tokens.span(found.first, found.last)

    def runs(self, layer: str) -> list[tuple[int, Floats]]:
        """The first word of each run, and the scores of its words, each word from the window that decides it.

        A run is a paragraph, or a part of a very long one.
        """
        if not self.parts:
            return []
        first, last = self.parts[0][0].own_first, self.parts[-1][0].own_last
        scores_of_all = np.concatenate(
            [out[f"tags.{layer}"][w.own_first - w.first : w.own_last - w.first] for w, out in self.parts]
        )
        breaks = self.tokens.paragraphs
        edges = [first, *breaks[(breaks > first) & (breaks < last)].tolist(), last]
        paragraphs = [(begin, scores_of_all[begin - first : end - first]) for begin, end in pairwise(edges)]
        return [(begin + start, part) for begin, run in paragraphs for start, part in _parts_of(run)]

    def linked(self, layer: str, anchor: int) -> list[Found]:
        """The parts of an anchor, among the words of the window that decides it, tagged by the links alone."""
        window, pairs = self._pairs(layer, anchor)
        breaks = self.tokens.paragraphs
        inner = breaks[(breaks > window.first) & (breaks < window.last)]
        edges = [window.first, *map(int, inner), window.last]
        return [
            found
            for begin, end in pairwise(edges)
            for found in _found(pairs[begin - window.first : end - window.first], self.layers.links[layer], begin)
        ]

    def shares(self, layer: str, anchor: int, parts: Sequence[Found]) -> Floats:
        """The mean probability of each part's words to play that part for an anchor, (parts,).

        Words beyond the window that decides the anchor have none.
        """
        window, pairs = self._pairs(layer, anchor)
        tags = self.layers.links[layer]
        probabilities = np.exp(pairs)
        shares = np.zeros(len(parts), dtype=np.float32)
        for number, part in enumerate(parts):
            if part.label in tags.labels and part.first < window.last and part.last >= window.first:
                words = slice(max(part.first - window.first, 0), part.last + 1 - window.first)
                total = probabilities[words][:, tags.tags([part.label])].sum()
                shares[number] = total / (part.last + 1 - part.first)
        return shares

    def _pairs(self, layer: str, anchor: int) -> tuple[Window, Floats]:
        """The window that decides an anchor, and the log probabilities of its words' tags for it, (words, tags)."""
        window, outputs = self.parts[int(np.searchsorted(self.own_first, anchor, side="right")) - 1]
        prefix = f"links.{layer}."
        factors = {name.removeprefix(prefix): array for name, array in outputs.items() if name.startswith(prefix)}
        return window, log_softmax(scores(factors, anchor - window.first, window.last - window.first))

    def status(self, word: int) -> int:
        window, outputs = self.parts[int(np.searchsorted(self.own_first, word, side="right")) - 1]
        return int(outputs["status"][word - window.first].argmax())


def _found(scores_of_run: Floats, tags: TagSet, offset: int) -> Iterator[Found]:
    """The spans in a run of words, whose first word has the index ``offset``."""
    path = best_path(scores_of_run, tags)
    for label, first, last in tags.spans(path.tolist()):
        words = np.arange(first, last + 1)
        log_probability = float(scores_of_run[words, path[words]].mean())
        yield Found(label, offset + first, offset + last, log_probability)
