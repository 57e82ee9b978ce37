"""Names of states, their people, capitals, organs and places: which state each means, without its context.

Names, demonyms, capitals and provinces come from the package countryinfo (MIT, 0.4 MB, no dependencies; the others
weighed lack demonyms: pycountry, Babel, or need pandas: country_converter). ``gazetteer.toml`` adds and corrects.
"""

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal

Kind = Literal["name", "people", "capital", "organ", "group", "place"]

#: The kinds of names that stand for a state as a whole.
STATE_KINDS = frozenset(["name", "people", "capital"])

_LONGEST = 5
_DROPPED = re.compile(r"[.'’ʼ`]")
_BREAKS = re.compile(r"[\W_]+")
# The Democratic Socialist Republic of Sri Lanka, the State of Qatar; a province of Batken, Hainan Province.
_FORMAL = re.compile(
    r"(?:(?:islamic|arab|peoples|democratic|federal|federative|socialist|united|oriental|hashemite|plurinational"
    r"|bolivarian|co operative|independent|argentine|grand) )*"
    r"(?:republic|kingdom|state|states|sultanate|federation|commonwealth|principality|duchy|emirate|union) of (?:the )?"
)
_PLACE_WORD = re.compile(
    r" (?:autonomous region|region|province|state|county|district|prefecture|oblast|krai|governorate|city|republic)$"
)
_PROVINCE_NOTE = re.compile(r" or .*| ?[(\[/,*].*")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a name can mean.

    Attributes:
        states: ISO 3166-1 alpha-3 codes, the likeliest first.
        kind: of the name.
        sector: what part of the state it is, such as ``GOV``; None for the state as a whole.
        open: whether it means nothing where the document does not speak for one of the states.
        cues: names that speak for any state but the first; where there are some, they count alone.
    """

    states: tuple[str, ...]
    kind: Kind
    sector: str | None = None
    open: bool = False
    cues: frozenset[str] = frozenset()


@lru_cache(maxsize=50_000)
def key(text: str) -> str:
    """A name as it is compared: no case, accents, dots, apostrophes or leading article."""
    plain = unicodedata.normalize("NFKD", _DROPPED.sub("", text.casefold()))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _BREAKS.sub(" ", letters).strip().removeprefix("the ")


def phrases(words: list[str]) -> Iterator[tuple[int, int, str]]:
    """Yields ``(first word, word after the last, phrase)``: by place, the longest first."""
    for start in range(len(words)):
        for end in range(min(len(words), start + _LONGEST), start, -1):
            yield start, end, " ".join(words[start:end])


def lookup(text: str) -> Entry | None:
    """What a whole phrase can mean."""
    return _lookup(key(text))


@lru_cache(maxsize=50_000)
def _lookup(name: str) -> Entry | None:
    known = entries()
    if found := known.get(name):
        return found
    formal = _FORMAL.match(name)
    short = name[formal.end() :] if formal else _PLACE_WORD.sub("", name)
    return known.get(short)


@lru_cache(maxsize=10_000)
def state_within(text: str) -> Entry | None:
    """The first state, people or capital that a phrase names: *Embassy of the Russian Federation*."""
    for _, _, phrase in phrases(text.replace("’s", "").replace("'s", "").split()):
        if (entry := lookup(phrase)) and entry.kind in STATE_KINDS and not entry.open:
            return entry
    return None


@cache
def entries() -> Mapping[str, Entry]:
    """Every name, as ``key`` gives it. Read once, which takes some 50 ms."""
    data = tomllib.loads(files(__package__).joinpath("gazetteer.toml").read_text(encoding="utf-8"))
    states = [state for state in _library() if state["ISO"]["alpha3"] not in data["ignored"]]
    found: dict[str, Entry] = {}
    for entry, names in _all(data, states):
        for name in names:
            if name:
                found.setdefault(key(name), entry)
    return found


def _all(data: Mapping[str, Any], states: list[dict[str, Any]]) -> Iterator[tuple[Entry, Iterable[str]]]:
    """Entries with their names. Where a name comes twice the first holds."""
    yield from _ambiguous(data["ambiguous"])
    for state, names in data["names"].items():
        yield Entry((state,), "name"), names
    for state in states:
        yield Entry((_code(state),), "name"), [state["name"], *_spelled_out(state.get("altSpellings", []))]
    yield from _parts(data["organs"], "organ")
    yield from _parts(data["groups"], "group")
    for state, names in data["demonyms"].items():
        yield Entry((state,), "people"), _plurals(names)
    for state in states:
        if _code(state) not in data["not_demonyms"]:
            yield Entry((_code(state),), "people"), _plurals(re.split("[,/]", state.get("demonym") or ""))
    for state, names in data["capitals"].items():
        yield Entry((state,), "capital"), names
    yield from _capitals(states)
    for state, names in data["places"].items():
        yield Entry((state,), "place"), names
    yield from _provinces(states)


def _parts(sectors: Mapping[str, Any], kind: Kind) -> Iterator[tuple[Entry, Iterable[str]]]:
    for sector, owners in sectors.items():
        for state, names in owners.items():
            yield Entry((state,), kind, sector), names


def _library() -> list[dict[str, Any]]:
    from countryinfo import CountryInfo

    return [dict(state) for state in CountryInfo.all().values() if state.get("ISO", {}).get("alpha3")]


def _code(state: Mapping[str, Any]) -> str:
    return str(state["ISO"]["alpha3"])


def _spelled_out(names: Iterable[str]) -> list[str]:
    """Without the alpha-2 and alpha-3 codes that stand among the spellings: IN, CAN, GEO are no names."""
    return [name for name in names if len(name) > 3 or not name.isupper()]


def _plurals(names: Iterable[str]) -> list[str]:
    return [form for name in names if name for form in (name.strip(), f"{name.strip()}s")]


def _capitals(states: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Entry, Iterable[str]]]:
    for state in states:
        if isinstance(capital := state.get("capital"), str):
            yield Entry((_code(state),), "capital"), [capital]


def _provinces(states: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Entry, Iterable[str]]]:
    owners: dict[str, dict[str, None]] = defaultdict(dict)
    for state in states:
        for province in state.get("provinces") or []:
            owners[_PROVINCE_NOTE.sub("", province)][_code(state)] = None
    for name, codes in owners.items():
        yield Entry(tuple(codes), "place", open=len(codes) > 1), [name]


def _ambiguous(items: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Entry, Iterable[str]]]:
    for item in items:
        cues = frozenset(key(cue) for cue in item.get("cues", []))
        yield Entry(tuple(item["states"]), item.get("kind", "name"), None, item.get("open", False), cues), item["names"]
