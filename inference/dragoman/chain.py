"""Decoding a layer of tags as a chain: the best path, and how probable each of its spans is.

A linear-chain conditional random field (Lafferty, McCallum and Pereira, 2001) whose transitions are tied: what follows
what is scored between labels (*outer*), and how a span goes on within its label (*inner*), so that a step costs
labels squared instead of tags squared.

Paragraphs are decoded side by side, longest first: at each step those that still have a word go on, so nothing is
computed for padding, and the cost of a step in Python is shared by all of them. All arithmetic is done element by
element, so that a result does not hang on its company by the rounding of a matrix product.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dragoman.tags import BEGIN, END, INSIDE, OUTSIDE, SINGLE, TagSet

Floats = npt.NDArray[np.float32]
Path = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Transitions:
    """Scores of the steps of a chain.

    Attributes:
        outer: from what has ended to what begins: labels in their order, then O, then the edge of the paragraph,
            (labels + 2, labels + 2).
        inner: from B or I to I or E of the same label, (labels, 2, 2).
    """

    outer: Floats
    inner: Floats


@dataclass(frozen=True, slots=True)
class Decoded:
    """One run of words, decoded.

    Attributes:
        spans: ``(label, first word, last word)`` on the best path, both ends included.
        log_probabilities: of each span: that of all paths together on which it stands as it is.
    """

    spans: list[tuple[str, int, int]]
    log_probabilities: list[float]


def decode(runs: Sequence[Floats], tags: TagSet, transitions: Transitions) -> list[Decoded]:
    """Decodes runs of words, each by itself.

    Args:
        runs: scores of each run's words, (words, tags); a run may be empty.
        tags: of the layer.
        transitions: of the layer.

    Returns:
        One result for each run, in order. It does not depend on which runs are decoded together.
    """
    order = sorted((number for number in range(len(runs)) if len(runs[number])), key=lambda number: -len(runs[number]))
    results = [Decoded([], [])] * len(runs)
    if not order:
        return results
    sums = _Sums(_steps([runs[number] for number in order]), transitions)
    paths = _best_paths(sums.steps, transitions)
    for row, number in enumerate(order):
        path = paths[: len(runs[number]), row]
        spans = tags.spans(path.tolist())
        results[number] = Decoded(spans, [sums.log_probability(row, path, first, last) for _, first, last in spans])
    return results


class _Sums:
    """Log totals over all paths of some runs, from which the probability of each span follows.

    Args:
        steps: the scores word by word, of each run that has such a word, longest run first, (running, tags).
        transitions: of the layer.
    """

    def __init__(self, steps: list[Floats], transitions: Transitions) -> None:
        self.steps, self.transitions = steps, transitions
        self.forward, self.totals = _forward(steps, transitions)
        self.backward = _backward(steps, transitions)

    def log_probability(self, row: int, path: Path, first: int, last: int) -> float:
        """That of all paths of a run on which the words from first to last are tagged as on this one."""
        score = float(self.forward[first][row, path[first]] + self.backward[last][row, path[last]] - self.totals[row])
        label = int(path[first] - 1) // 4
        for word in range(first + 1, last + 1):
            inner = self.transitions.inner[label, int(word - 1 > first), int(word == last)]
            score += float(inner + self.steps[word][row, path[word]])
        return min(score, 0.0)


def _steps(runs: Sequence[Floats]) -> list[Floats]:
    """The scores word by word: of each run that has such a word, longest run first, (running, tags)."""
    lengths = np.asarray([len(run) for run in runs])
    flat = np.concatenate(list(runs))
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    return [flat[starts[: int((lengths > word).sum())] + word] for word in range(int(lengths[0]))]


def _parts(scores: npt.NDArray[np.float32]) -> tuple[Floats, ...]:
    """Columns of O, B, I, E and S."""
    return (scores[:, :1], *(scores[:, 1 + position :: 4] for position in (BEGIN, INSIDE, END, SINGLE)))


def _best_paths(steps: Sequence[Floats], transitions: Transitions) -> Path:
    """The best path of each run, (words, runs) (Viterbi, 1967)."""
    best = _first(steps[0], transitions)
    came_from = [np.zeros(best.shape, dtype=np.int64)]
    last = np.zeros(len(best), dtype=np.int64)
    for scores in steps[1:]:
        running = len(scores)
        last[running : len(best)] = _last_tags(best[running:], transitions.outer)
        best, origin = _best_step(best[:running], scores, transitions)
        came_from.append(origin)
    last[: len(best)] = _last_tags(best, transitions.outer)
    return _walk_back(came_from, last)


def _first(scores: Floats, transitions: Transitions) -> Floats:
    """The scores of each first tag, (runs, tags)."""
    enter = np.broadcast_to(transitions.outer[-1, :-1], (len(scores), len(transitions.outer) - 1))
    never = np.full((len(scores), len(transitions.inner)), -np.inf, dtype=np.float32)
    return _assembled(scores, enter, never, never)


def _assembled(scores: Floats, enter: Floats, inside: Floats, end: Floats) -> Floats:
    """What came before, by kind of tag, plus a word's own scores, (running, tags)."""
    before = np.empty_like(scores)
    before[:, :1] = enter[:, -1:]
    before[:, 1 + BEGIN :: 4] = before[:, 1 + SINGLE :: 4] = enter[:, :-1]
    before[:, 1 + INSIDE :: 4], before[:, 1 + END :: 4] = inside, end
    return before + scores


def _best_step(before: Floats, scores: Floats, transitions: Transitions) -> tuple[Floats, Path]:
    """The best score of each tag after those of the word before, and the tag it came from, (running, tags)."""
    inner, tag_of = transitions.inner, 1 + 4 * np.arange(len(transitions.inner))
    closed, closed_tag = _closed(before)
    candidates = closed[:, :, None] + transitions.outer[None, :-1, :-1]
    chosen = candidates.argmax(axis=1)
    enter = np.take_along_axis(candidates, chosen[:, None], axis=1)[:, 0]
    source = np.take_along_axis(closed_tag, chosen, axis=1)
    _, began, inside, _, _ = _parts(before)
    origin = np.empty(scores.shape, dtype=np.int64)
    origin[:, :1] = source[:, -1:]
    origin[:, 1 + BEGIN :: 4] = origin[:, 1 + SINGLE :: 4] = source[:, :-1]
    onward = []
    for position, column in ((INSIDE, 0), (END, 1)):
        from_begin, from_inside = began + inner[:, 0, column], inside + inner[:, 1, column]
        onward.append(np.maximum(from_begin, from_inside))
        origin[:, 1 + position :: 4] = np.where(from_begin >= from_inside, tag_of + BEGIN, tag_of + INSIDE)
    return _assembled(scores, enter, *onward), origin


def _closed(best: Floats) -> tuple[Floats, Path]:
    """For each label and O, the better of its tags that may end it, and which that is, (running, labels + 1)."""
    o, _, _, e, s = _parts(best)
    tag_of = 1 + 4 * np.arange(e.shape[1])
    tags = np.where(e >= s, tag_of + END, tag_of + SINGLE)
    outside = np.full((len(best), 1), OUTSIDE, dtype=np.int64)
    return np.concatenate([np.maximum(e, s), o], axis=1), np.concatenate([tags, outside], axis=1)


def _last_tags(best: Floats, outer: Floats) -> Path:
    closed, tags = _closed(best)
    return np.asarray(np.take_along_axis(tags, (closed + outer[:-1, -1]).argmax(axis=1)[:, None], axis=1)[:, 0])


def _walk_back(came_from: Sequence[Path], ended: Path) -> Path:
    path = np.zeros((len(came_from), len(ended)), dtype=np.int64)
    tags = ended[: len(came_from[-1])]
    for word in range(len(came_from) - 1, -1, -1):
        running = len(came_from[word])
        tags = np.concatenate([tags, ended[len(tags) : running]])
        path[word, :running] = tags
        tags = came_from[word][np.arange(running), tags]
    return path


def _forward(steps: Sequence[Floats], transitions: Transitions) -> tuple[list[Floats], Floats]:
    """The log total of all beginnings that end in a tag at each word, (running, tags); and of whole paths, (runs,)."""
    outer, inner = transitions.outer, transitions.inner
    sums = [_first(steps[0], transitions)]
    totals = np.zeros(len(steps[0]), dtype=np.float32)
    for scores in steps[1:]:
        running = len(scores)
        totals[running : len(sums[-1])] = _total(sums[-1][running:], outer)
        before = sums[-1][:running]
        _, began, inside, _, _ = _parts(before)
        onward = [np.logaddexp(began + inner[:, 0, column], inside + inner[:, 1, column]) for column in (0, 1)]
        sums.append(_assembled(scores, _log_product(_log_closed(before), outer[:-1, :-1]), *onward))
    totals[: len(sums[-1])] = _total(sums[-1], outer)
    return sums, totals


def _backward(steps: Sequence[Floats], transitions: Transitions) -> list[Floats]:
    """The log total of all ways to go on after a tag at each word, (running, tags)."""
    outer, inner = transitions.outer, transitions.inner
    labels = len(inner)
    sums: list[Floats] = [np.zeros((0, 0), dtype=np.float32)] * len(steps)
    for word in range(len(steps) - 1, -1, -1):
        new = np.full(steps[word].shape, -np.inf, dtype=np.float32)
        onward = len(steps[word + 1]) if word + 1 < len(steps) else 0
        leave = np.broadcast_to(outer[:-1, -1], (len(new), labels + 1)).copy()
        if onward:
            after = steps[word + 1] + sums[word + 1]
            o, b, i, e, s = _parts(after)
            entered = np.concatenate([np.logaddexp(b, s), o], axis=1)
            leave[:onward] = _log_product(entered, outer[:-1, :-1].T)
            for position, row in ((BEGIN, 0), (INSIDE, 1)):
                new[:onward, 1 + position :: 4] = np.logaddexp(i + inner[:, row, 0], e + inner[:, row, 1])
        new[:, :1] = leave[:, labels:]
        new[:, 1 + END :: 4] = new[:, 1 + SINGLE :: 4] = leave[:, :labels]
        sums[word] = new
    return sums


def _log_closed(sums: Floats) -> Floats:
    o, _, _, e, s = _parts(sums)
    return np.asarray(np.concatenate([np.logaddexp(e, s), o], axis=1))


def _total(sums: Floats, outer: Floats) -> Floats:
    ends = _log_closed(sums) + outer[:-1, -1]
    return _log_sum(ends)


def _log_sum(values: Floats) -> Floats:
    highest = values.max(axis=1)
    return np.asarray(highest + np.log(np.exp(values - highest[:, None]).sum(axis=1)))


def _log_product(values: Floats, steps: Floats) -> Floats:
    """log(exp(values) @ exp(steps)), element by element, (running, to)."""
    highest = values.max(axis=1, keepdims=True)
    products = np.exp(values - highest)[:, :, None] * np.exp(steps)[None]
    return np.asarray(np.log(products.sum(axis=1) + np.float32(1e-37)) + highest)
