"""Windows: what the encoder reads at once. Training and inference share this module, so that no skew can arise.

A window holds whole paragraphs, as many as fit. A paragraph too long for one window is read in overlapping windows,
each word decided where it has most context. Every word is decided by exactly one window. Paragraphs before a window are
not read with it: that was tried, cost a fifth of the time, and gave nothing (docs/EXPERIMENTS.md).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dragoman.errors import InputError
from dragoman.tokens import Ints, Tokens

# The most pieces that one word can have: longer words are one unknown piece (max_input_chars_per_word of WordPiece).
_LONGEST_WORD = 100


@dataclass(frozen=True, slots=True)
class Window:
    """A run of words. It reads ``[first, last)`` and decides ``[own_first, own_last)``, which lies inside."""

    first: int
    last: int
    own_first: int
    own_last: int


@dataclass(frozen=True, slots=True)
class WindowSize:
    """How much the encoder reads at once.

    Attributes:
        pieces: at most so many pieces, the two special ones included.
        context: where a paragraph is cut, at most so many of them are context on one side, which the window reads but
            does not decide.

    Raises:
        InputError: fewer pieces than two contexts and the longest word need.
    """

    pieces: int = 256
    context: int = 48

    def __post_init__(self) -> None:
        if self.context < 0 or self.pieces < 2 * self.context + _LONGEST_WORD + 2:
            raise InputError(
                f"a window of {self.pieces} pieces is too small for a context of {self.context}: "
                f"it needs at least {2 * max(self.context, 0) + _LONGEST_WORD + 2}"
            )

    @property
    def decided(self) -> int:
        """The most pieces that a window decides."""
        return self.pieces - 2


def windows(tokens: Tokens, size: WindowSize) -> Iterator[Window]:
    """Yields the windows over a text, in order."""
    for begin, end in _runs(tokens, size.decided):
        if tokens.first[end] - tokens.first[begin] <= size.decided:
            yield Window(begin, end, begin, end)
        else:
            yield from _overlapping(tokens, begin, end, size)


def _runs(tokens: Tokens, decided: int) -> Iterator[tuple[int, int]]:
    """Yields runs of whole paragraphs of at most so many pieces; a longer paragraph is a run of its own."""
    begin = 0
    for start, end in zip(tokens.paragraphs, tokens.paragraphs[1:], strict=False):
        if start > begin and tokens.first[end] - tokens.first[begin] > decided:
            yield begin, int(start)
            begin = int(start)
    if len(tokens):
        yield begin, len(tokens)


def _overlapping(tokens: Tokens, begin: int, end: int, size: WindowSize) -> Iterator[Window]:
    own_first, first = begin, _back(tokens, begin, size.context)
    while True:
        last = min(_forward(tokens, first, size.pieces - 2), end)
        own_last = end if last == end else _back(tokens, last, size.context)
        yield Window(first, last, own_first, own_last)
        if own_last == end:
            return
        own_first, first = own_last, _back(tokens, own_last, size.context)


def _back(tokens: Tokens, word: int, pieces: int) -> int:
    """The earliest word from which at most so many pieces lie before a word."""
    return int(np.searchsorted(tokens.first, tokens.first[word] - pieces))


def _forward(tokens: Tokens, word: int, pieces: int) -> int:
    """The word after the last one for which at most so many pieces lie after the beginning of a word."""
    return int(np.searchsorted(tokens.first, tokens.first[word] + pieces, side="right")) - 1


@dataclass(frozen=True, slots=True)
class Batch:
    """What the network takes; a row for each window, padded on the right.

    Attributes:
        input_ids: (batch, pieces), int64.
        attention_mask: 1 for a piece, 0 for padding, (batch, pieces), int64.
        shapes: letter case of each piece, (batch, pieces), int64.
        words: position of each word's first piece in its row, 0 for padding, (batch, words), int64.
    """

    input_ids: npt.NDArray[np.int64]
    attention_mask: npt.NDArray[np.int64]
    shapes: npt.NDArray[np.int64]
    words: npt.NDArray[np.int64]

    def arrays(self) -> dict[str, npt.NDArray[np.int64]]:
        """The arrays by the name under which the network takes them."""
        return {name: getattr(self, name) for name in ("input_ids", "attention_mask", "shapes", "words")}


@dataclass(frozen=True, slots=True)
class SpecialPieces:
    """Ids of the encoder's special pieces."""

    begin: int
    end: int
    padding: int


def batch_of(items: Sequence[tuple[Tokens, Window]], special: SpecialPieces) -> Batch:
    """Lays windows side by side."""
    lengths = [int(tokens.first[w.last] - tokens.first[w.first]) + 2 for tokens, w in items]
    shape = (len(items), max(lengths))
    ids = np.full(shape, special.padding, dtype=np.int64)
    mask, shapes = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    words = np.zeros((len(items), max(w.last - w.first for _, w in items)), dtype=np.int64)
    for row, ((tokens, window), length) in enumerate(zip(items, lengths, strict=True)):
        pieces = slice(tokens.first[window.first], tokens.first[window.last])
        ids[row, 0], ids[row, length - 1] = special.begin, special.end
        ids[row, 1 : length - 1] = tokens.ids[pieces]
        shapes[row, 1 : length - 1] = tokens.shapes[pieces]
        mask[row, :length] = 1
        words[row, : window.last - window.first] = first_pieces(tokens, window)
    return Batch(ids, mask, shapes, words)


def first_pieces(tokens: Tokens, window: Window) -> Ints:
    """Position of each word's first piece in a window's row, after the special first piece, (words,)."""
    return np.asarray(tokens.first[window.first : window.last] - tokens.first[window.first] + 1)
