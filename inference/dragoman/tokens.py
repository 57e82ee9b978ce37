"""From a text to pieces, words and paragraphs, each with offsets into the original text.

A *word* is what the tokenizer's pre-tokenizer yields, and what the model tags; a *piece* is what the encoder reads. A
paragraph is what stands between line breaks.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

from dragoman.documents import Span

Ints = npt.NDArray[np.int32]

# What the tokenizer library cannot take, replaced by one code point each, so that no offset moves.
# https://github.com/huggingface/tokenizers: lone surrogates raise UnicodeEncodeError on their way into Rust.
_SURROGATE = re.compile("[\ud800-\udfff]")
#: A paragraph. Line breaks are those of str.splitlines, but form feeds and the like, which stand inside paragraphs of
#: old wire copy.
PARAGRAPH = re.compile(r"[^\r\n\u2028\u2029]+")

# In code points.
_LONGEST_STRETCH = 20_000

#: Kinds of letter case, each for a first and for a later piece of a word; 0 is for the encoder's special pieces.
SHAPES = ("lower", "title", "upper", "mixed", "digit", "punctuation")
SHAPE_COUNT = 1 + 2 * len(SHAPES)


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text as the model sees it.

    Attributes:
        ids: piece ids, without special pieces, (pieces,).
        shapes: letter case of each piece, (pieces,).
        first: index of each word's first piece, and the number of pieces as a last entry, (words + 1,).
        starts: where each word starts, in code points of the original text, (words,).
        ends: where each word ends, (words,).
        paragraphs: index of each paragraph's first word, and the number of words as a last entry, (paragraphs + 1,).
            No paragraph is empty.
    """

    ids: Ints
    shapes: Ints
    first: Ints
    starts: Ints
    ends: Ints
    paragraphs: Ints

    def __len__(self) -> int:
        return len(self.starts)

    def span(self, first_word: int, last_word: int) -> Span:
        """The span from a first to a last word, both included."""
        return Span(int(self.starts[first_word]), int(self.ends[last_word]))

    def words_of(self, span: Span) -> tuple[int, int] | None:
        """The first and last word (both included) that a span covers exactly, or None where its edges cut a word."""
        first = int(np.searchsorted(self.starts, span.start))
        last = int(np.searchsorted(self.ends, span.end))
        if first < len(self) and last < len(self) and self.starts[first] == span.start and self.ends[last] == span.end:
            return first, last
        return None


def tokenise(tokenizer: Tokenizer, text: str) -> Tokens:
    """Cuts a text into pieces, words and paragraphs. Any string will do, an empty one too."""
    stretches = list(_stretches(_SURROGATE.sub("\ufffd", text)))
    encodings: list[Encoding] = tokenizer.encode_batch([words for _, words, _ in stretches], add_special_tokens=False)
    ids: list[int] = []
    shapes: list[int] = []
    first: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    paragraphs: list[int] = []
    breaks = True
    for (offset, words, begins_paragraph), encoding in zip(stretches, encodings, strict=True):
        breaks = breaks or begins_paragraph
        if encoding.ids and breaks:
            paragraphs.append(len(first))
            breaks = False
        for begin, stop, start, last in _words(encoding):
            end = _past_marks(words, last)
            shape = word_shape(words[start:end])
            first.append(len(ids) + begin)
            starts.append(offset + start)
            ends.append(offset + end)
            shapes.append(1 + 2 * shape)
            shapes.extend([2 + 2 * shape] * (stop - begin - 1))
        ids.extend(encoding.ids)
    return Tokens(
        _array(ids),
        _array(shapes),
        _array([*first, len(ids)]),
        _array(starts),
        _array(ends),
        _array([*paragraphs, len(first)]),
    )


def _stretches(text: str) -> Iterator[tuple[int, str, bool]]:
    """Yields what is encoded at once: offset, text, and whether a paragraph begins there.

    A paragraph of a whole book is cut at blanks, where words end anyhow, since the tokenizer's record of what it did
    takes a hundred times the memory of the text.
    """
    for paragraph in PARAGRAPH.finditer(text):
        start, end = paragraph.span()
        while end - start > _LONGEST_STRETCH:
            blank = text.rfind(" ", start, start + _LONGEST_STRETCH)
            if blank <= start:
                break
            yield start, text[start:blank], start == paragraph.start()
            start = blank
        yield start, text[start:end], start == paragraph.start()


def _words(encoding: Encoding) -> Iterator[tuple[int, int, int, int]]:
    """Yields each word's first piece, the piece after its last, and its offsets."""
    offsets: Sequence[tuple[int, int]] = encoding.offsets
    for _, group in groupby(enumerate(encoding.word_ids), key=lambda item: item[1]):
        pieces = [index for index, _ in group]
        yield pieces[0], pieces[-1] + 1, offsets[pieces[0]][0], offsets[pieces[-1]][1]


def _past_marks(paragraph: str, end: int) -> int:
    """The end of a word with the combining marks that the tokenizer strips: *ć* may be two code points."""
    while end < len(paragraph) and unicodedata.combining(paragraph[end]):
        end += 1
    return end


@lru_cache(maxsize=100_000)
def word_shape(word: str) -> int:
    """The index in SHAPES of a word's letter case."""
    if not any(map(str.isalnum, word)):
        return 5
    if not any(map(str.isalpha, word)):
        return 4
    if word.islower():
        return 0
    if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
        return 1
    return 2 if word.isupper() else 3


def _array(values: list[int]) -> Ints:
    return np.asarray(values, dtype=np.int32)
