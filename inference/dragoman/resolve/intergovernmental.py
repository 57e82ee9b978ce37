"""Intergovernmental bodies by their names and acronyms (``intergovernmental.toml``)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from dragoman.resolve.gazetteer import key, phrases

# Up to this length a name is an acronym, which news writes in capitals: WHO is a body, who is not.
_ACRONYM = 6
_BEFORE_A_BODY = frozenset(["of", "for", "at"])


@dataclass(frozen=True, slots=True)
class Body:
    """An intergovernmental body.

    Attributes:
        name: in full.
        acronym: the usual one.
        code: actor code, such as ``IGOUNO``.
    """

    name: str
    acronym: str
    code: str


@cache
def bodies() -> Mapping[str, Body]:
    """Every name of a body, as ``key`` gives it."""
    data = tomllib.loads(files(__package__).joinpath("intergovernmental.toml").read_text(encoding="utf-8"))
    found: dict[str, Body] = {}
    for name, (acronym, code, *others) in data["bodies"].items():
        for form in (name, acronym, *others):
            found.setdefault(key(form), Body(name, acronym, code))
    return found


def body_named(text: str) -> Body | None:
    """The body that a whole phrase names."""
    found = bodies().get(key(text))
    return None if found and _is_a_word(text) else found


@lru_cache(maxsize=10_000)
def body_within(text: str, *, first: bool = False) -> Body | None:
    """The body that a phrase begins with or, unless it must come first, that follows *of*, *for* or *at*."""
    words = text.replace("-", " ").split()
    for start, end, _ in phrases(words):
        if _may_begin(words, start, first) and (found := body_named(" ".join(words[start:end]))):
            return found
    return None


def _may_begin(words: list[str], start: int, first: bool) -> bool:
    before = [word.lower() for word in words[:start] if word.lower() != "the"]
    return not before or (not first and before[-1] in _BEFORE_A_BODY)


def _is_a_word(text: str) -> bool:
    return len(text) <= _ACRONYM and text.islower()


@cache
def _seats() -> Mapping[str, str]:
    data = tomllib.loads(files(__package__).joinpath("intergovernmental.toml").read_text(encoding="utf-8"))
    return {key(city): acronym for city, acronym in data["seats"].items()}


def seat_of(text: str) -> str | None:
    """The acronym of the body that a city may stand for."""
    return _seats().get(key(text))
