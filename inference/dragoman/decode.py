"""From the network's scores to entities, quotes and events.

Each layer is decoded alone, paragraph by paragraph, so that no span crosses a line break. Then the links put quotes and
events together. The parts of quotes have a layer of their own, so a link only says to which cue a part belongs; the
arguments of events have none, so each trigger tags its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

import numpy as np

from dragoman.calibration import Calibration
from dragoman.documents import Document, Entity, Event, Quote, Span
from dragoman.layers import CONTENT, CUE, ENTITIES, EVENTS, QUOTES, Layers
from dragoman.links import Floats, scores
from dragoman.tags import TagSet
from dragoman.tokens import Tokens
from dragoman.viterbi import best_path, log_softmax
from dragoman.windows import Window

#: Scores of one window by output name, without the batch axis: ``tags.LAYER`` (words, tags) and so on.
Outputs = Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class Found:
    """A tagged span of words, both ends included, with the mean log probability of its tags."""

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

    def decode(self, document: Document, tokens: Tokens, parts: Sequence[tuple[Window, Outputs]]) -> Document:
        """Adds what was found to a document.

        Args:
            document: id, text and date.
            tokens: of its text.
            parts: all windows of the text, in order, each with the network's outputs for it.
        """
        reading = _Reading(tokens, parts, self.layers)
        return Document(
            document.id,
            document.text,
            document.date,
            entities=tuple(self._entities(reading)) if ENTITIES in self.layers.tags else (),
            quotes=tuple(self._quotes(reading)) if QUOTES in self.layers.tags else (),
            events=tuple(self._events(reading)) if EVENTS in self.layers.tags else (),
        )

    def _entities(self, reading: "_Reading") -> Iterator[Entity]:
        for found in reading.found(ENTITIES):
            score = self.calibration.probability(ENTITIES, found.log_probability)
            yield Entity(found.label, reading.span(found), score)

    def _quotes(self, reading: "_Reading") -> Iterator[Quote]:
        """Puts the parts together: every source and content goes to the cues that link to it."""
        found = reading.found(QUOTES)
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
        log_probability = float(np.mean([part.log_probability for part in known]))
        score = self.calibration.probability(QUOTES, log_probability)
        return Quote(content, reading.span(cue) if cue else None, _spans(reading, parts, "source"), score)

    def _events(self, reading: "_Reading") -> Iterator[Event]:
        for trigger in reading.found(EVENTS):
            parts = reading.linked(EVENTS, trigger.first) if EVENTS in self.layers.links else []
            roles = self.layers.links[EVENTS].labels if EVENTS in self.layers.links else ()
            arguments = {role: _spans(reading, parts, role) for role in roles}
            status = self.layers.statuses[reading.status(trigger.first)] if self.layers.statuses else None
            score = self.calibration.probability(EVENTS, trigger.log_probability)
            yield Event(trigger.label, reading.span(trigger), status, arguments, score)


def _spans(reading: "_Reading", parts: Sequence[Found], label: str) -> tuple[Span, ...]:
    return tuple(reading.span(part) for part in parts if part.label == label)


class _Reading:
    """The outputs of all windows of one text, addressed by word."""

    def __init__(self, tokens: Tokens, parts: Sequence[tuple[Window, Outputs]], layers: Layers) -> None:
        self.tokens = tokens
        self.parts = parts
        self.layers = layers
        self.own_first = np.asarray([window.own_first for window, _ in parts])
        self._log_probabilities: dict[str, Floats] = {}

    def span(self, found: Found) -> Span:
        return self.tokens.span(found.first, found.last)

    def log_probabilities(self, layer: str) -> Floats:
        """(words, tags), each word from the window that decides it."""
        if layer not in self._log_probabilities:
            self._log_probabilities[layer] = log_softmax(self._stitched(f"tags.{layer}", len(self.layers.tags[layer])))
        return self._log_probabilities[layer]

    def _stitched(self, name: str, width: int) -> Floats:
        rows = [out[name][w.own_first - w.first : w.own_last - w.first] for w, out in self.parts]
        return np.concatenate(rows) if rows else np.zeros((0, width), dtype=np.float32)

    def found(self, layer: str) -> list[Found]:
        scores_of_all, tags = self.log_probabilities(layer), self.layers.tags[layer]
        spans: list[Found] = []
        for begin, end in zip(self.tokens.paragraphs, self.tokens.paragraphs[1:], strict=False):
            spans.extend(_found(scores_of_all[begin:end], tags, int(begin)))
        return spans

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
