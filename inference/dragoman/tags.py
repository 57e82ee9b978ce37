"""Tags for spans: B(egin), I(nside), E(nd) and S(ingle) for each label, and O(utside).

With an end tag of its own the model says where a span ends instead of leaving it to the first word outside, which pays
for contents of quotes; that is why the tags are BIOES inside, while scores are given in IOB2.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

OUTSIDE = 0
BEGIN, INSIDE, END, SINGLE = range(4)


@dataclass(frozen=True)
class TagSet:
    """The tags of one layer: ``O``, then four for each label, in the labels' order."""

    labels: tuple[str, ...]

    def __len__(self) -> int:
        return 1 + 4 * len(self.labels)

    def tag(self, position: int, label: str) -> int:
        """The tag for a position (BEGIN, INSIDE, END, SINGLE) in a span of a label."""
        return 1 + 4 * self.labels.index(label) + position

    def tags(self, labels: Iterable[str]) -> list[int]:
        """All tags of some labels."""
        return [self.tag(position, label) for label in labels for position in range(4)]

    @cached_property
    def transitions(self) -> npt.NDArray[np.bool_]:
        """Whether one tag may follow another, (tags, tags): inside a span only I or E of its label may follow."""
        index = np.arange(len(self))
        position, label = (index - 1) % 4, (index - 1) // 4
        opens = (index > 0) & ((position == BEGIN) | (position == INSIDE))
        continues = (index > 0) & ((position == INSIDE) | (position == END))
        same = label[:, None] == label[None, :]
        return np.asarray(np.where(opens[:, None], continues[None, :] & same, ~continues[None, :]), dtype=np.bool_)

    @cached_property
    def may_begin(self) -> npt.NDArray[np.bool_]:
        """Whether a tag may stand first, (tags,)."""
        return np.asarray(self.transitions[OUTSIDE])

    @cached_property
    def may_end(self) -> npt.NDArray[np.bool_]:
        """Whether a tag may stand last, (tags,)."""
        return np.asarray(self.transitions[:, OUTSIDE])

    def spans(self, path: Sequence[int]) -> list[tuple[str, int, int]]:
        """``(label, first word, last word)`` of each span on a legal path, last word included."""
        found, begin = [], 0
        for word, tag in enumerate(path):
            if tag == OUTSIDE:
                continue
            label, position = divmod(tag - 1, 4)
            if position in (BEGIN, SINGLE):
                begin = word
            if position in (END, SINGLE):
                found.append((self.labels[label], begin, word))
        return found


def positions(length: int) -> list[int]:
    """The positions of the words of a span: S, or B I … I E."""
    return [SINGLE] if length == 1 else [BEGIN, *[INSIDE] * (length - 2), END]
