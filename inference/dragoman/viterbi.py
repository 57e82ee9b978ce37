"""The best legal path through the scores of a run of words (Viterbi, 1967)."""

import numpy as np
import numpy.typing as npt

from dragoman.tags import TagSet

Floats = npt.NDArray[np.float32]
Path = npt.NDArray[np.int64]

_FORBIDDEN = np.float32(-1e9)


def log_softmax(scores: Floats) -> Floats:
    """Logarithms of probabilities over the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


def best_path(scores: Floats, tags: TagSet) -> Path:
    """The legal path of tags with the highest sum of scores, (words,).

    Transitions are allowed or forbidden, nothing between. So where the best tag of each word happens to give a legal
    path, no other can be better, and nothing needs to be searched: that is so for most paragraphs.

    Args:
        scores: (words, tags).
    """
    greedy = np.asarray(scores.argmax(axis=-1))
    return greedy if is_legal(greedy, tags) else _search(scores, tags)


def is_legal(path: Path, tags: TagSet) -> bool:
    """Whether a path begins and ends where it may, and never changes as it may not."""
    if not len(path):
        return True
    inner = bool(tags.transitions[path[:-1], path[1:]].all())
    return inner and bool(tags.may_begin[path[0]]) and bool(tags.may_end[path[-1]])


def _search(scores: Floats, tags: TagSet) -> Path:
    penalty = np.where(tags.transitions, np.float32(0.0), _FORBIDDEN)
    best = scores[0] + np.where(tags.may_begin, np.float32(0.0), _FORBIDDEN)
    came_from = np.empty(scores.shape, dtype=np.int64)
    for word in range(1, len(scores)):
        candidates = best[:, None] + penalty
        came_from[word] = candidates.argmax(axis=0)
        best = candidates.max(axis=0) + scores[word]
    path = np.empty(len(scores), dtype=np.int64)
    path[-1] = int((best + np.where(tags.may_end, np.float32(0.0), _FORBIDDEN)).argmax())
    for word in range(len(scores) - 1, 0, -1):
        path[word - 1] = came_from[word, path[word]]
    return path
