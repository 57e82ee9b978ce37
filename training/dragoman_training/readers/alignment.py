"""Tokens found again in the text from which they were cut."""

import re
from collections.abc import Sequence

from dragoman.documents import Span

_BLANKS = re.compile(r"\s*")
_EDGES = re.compile(r"^\W+|\W+$")

# How far to look for where tokens and text meet again after a misfit: in characters of text, and in tokens.
_REACH = 120
_TOKENS_AHEAD = 12
# So many tokens in a row must fit there to believe in it: one alone may be any "the".
_WITNESSES = 3


def align(tokens: Sequence[str], text: str) -> list[Span | None]:
    """The place of each token in order, or None for a token that the text does not hold there.

    Tokens are met in order, so a word that comes twice is never mistaken. Where tokens and text differ (a mistyped
    word, a character broken in one of the two), both go on from the next place where they meet. The words between stand
    for each other if they are one token or one word of text, so that ``CafÃ`` ``©`` still finds *Café*; a longer
    stretch is given up.

    Args:
        tokens: none of them empty.
        text: what they were cut from, perhaps with other white space.
    """
    places: list[Span | None] = []
    position = 0
    while len(places) < len(tokens):
        place = _here(tokens[len(places)], text, position)
        count = 1
        if place is None:
            count, end = _meeting(tokens, text, len(places), position)
            place = _stand_in(text, position, end, count)
            position = end
        else:
            position = place.end
        places.extend([place] * count)
    return places


def _here(token: str, text: str, position: int) -> Span | None:
    start = _after_blanks(text, position)
    return Span(start, start + len(token)) if text.startswith(token, start) else None


def _after_blanks(text: str, position: int) -> int:
    match = _BLANKS.match(text, position)
    return match.end() if match else position


def _meeting(tokens: Sequence[str], text: str, index: int, position: int) -> tuple[int, int]:
    """How many tokens to skip, and the place in the text to go on from; all tokens where none fits any more."""
    start = _after_blanks(text, position)
    for skipped in range(_TOKENS_AHEAD):
        witnesses = tokens[index + skipped : index + skipped + _WITNESSES]
        if not witnesses:
            break
        pattern = re.compile(r"\s*".join(map(re.escape, witnesses)))
        match = pattern.search(text, start, start + _REACH + sum(map(len, witnesses)))
        if match:
            return skipped, match.start()
    return len(tokens) - index, position


def _stand_in(text: str, start: int, end: int, count: int) -> Span | None:
    stretch = text[start:end]
    word = _EDGES.sub("", stretch)
    if not word or (count > 1 and any(character.isspace() for character in word)):
        return None
    start += stretch.index(word)
    return Span(start, start + len(word))
