"""What a document says about an ambiguous name: which states it speaks of otherwise."""

from collections import Counter
from collections.abc import Iterable

from dragoman.resolve.gazetteer import Entry, key, lookup


class Context:
    """The states that a document names without doubt.

    Args:
        names: the texts of its mentions, in any order.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.states: Counter[str] = Counter()
        self.names: set[str] = set()
        for name in names:
            self.names.add(key(name))
            entry = lookup(name)
            if entry and len(entry.states) == 1 and not entry.open and entry.kind != "group":
                self.states[entry.states[0]] += 1

    def choose(self, entry: Entry) -> str | None:
        """The state that a name means here; None where it could be any."""
        if entry.cues:
            return entry.states[1] if self._cued(entry) else entry.states[0]
        best = max(entry.states, key=lambda state: self.states[state])  # of equals, the first
        return None if entry.open and not self.states[best] else best

    def _cued(self, entry: Entry) -> bool:
        return bool(entry.cues & self.names) and not self.states[entry.states[0]]
