"""Narrows a coarse label by the name itself.

A corpus that marks *Location* leaves open whether a place governs. For many names there is no doubt: *France* is a GPE,
a name that ends in *Sea* is a LOC. Names and endings stand in a TOML file that a config points to; a name that is in no
list keeps all its labels, and the network settles it from context (distant supervision: Mintz et al., 2009).
"""

import tomllib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from dragoman.errors import ConfigError


class Narrowing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lists of what is beyond doubt.

    Attributes:
        names: label -> whole names, compared without case and leading article.
        endings: label -> last words of names of several words, compared without case.
    """

    names: dict[str, frozenset[str]] = {}
    endings: dict[str, frozenset[str]] = {}

    def apply(self, name: str, labels: Sequence[str]) -> Sequence[str]:
        """The one label that the lists give a name, if it is among its labels; else all of them."""
        words = name.casefold().split()
        if len(words) > 1 and words[0] == "the":
            words = words[1:]
        for label in labels:
            if " ".join(words) in self.names.get(label, ()):
                return [label]
        for label in labels:
            if len(words) > 1 and words[-1] in self.endings.get(label, ()):
                return [label]
        return labels


def load_narrowing(path: Path | None) -> Narrowing:
    """Reads the lists; without a path, empty ones.

    Raises:
        ConfigError: the file is missing or is not of this form.
    """
    if path is None:
        return Narrowing()
    try:
        found = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Narrowing)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ConfigError(f"cannot read the narrowing lists {path}: {error}") from error
    return Narrowing(_folded(found.names), _folded(found.endings))


def _folded(lists: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    return {label: frozenset(name.casefold() for name in names) for label, names in lists.items()}
