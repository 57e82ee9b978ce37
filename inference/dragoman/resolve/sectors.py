"""Which sector of a state a phrase means: government, parliament, forces, … (``sectors.toml``)."""

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from dragoman.resolve.gazetteer import key, phrases

_AFTER_A_HEAD = frozenset(["of", "for", "to", "in", "on", "from", "at", "with", "and", "who"])


@cache
def _words() -> Mapping[str, str]:
    data = tomllib.loads(files(__package__).joinpath("sectors.toml").read_text(encoding="utf-8"))
    return {phrase: sector for part in data.values() for sector, listed in part.items() for phrase in listed}


@cache
def state_sectors() -> frozenset[str]:
    """The sectors whose bodies stand for their state."""
    data = tomllib.loads(files(__package__).joinpath("sectors.toml").read_text(encoding="utf-8"))
    return frozenset(data["state"])


@lru_cache(maxsize=10_000)
def sector_of(text: str) -> str | None:
    """The sector that a phrase means: that of its head, the last known word before a preposition; else the first known.

    *defence ministry spokesman* is MIL, *spokesman for the foreign ministry* is GOV.
    """
    words = key(text).split()
    head_end = next((place for place, word in enumerate(words) if place and word in _AFTER_A_HEAD), len(words))
    first = last = None
    covered = 0
    for start, end, phrase in phrases(words):
        if start >= covered and (sector := _words().get(phrase)):
            covered = end
            first = first or sector
            if start < head_end:
                last = sector
    return last or first
