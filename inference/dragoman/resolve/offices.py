"""Offices: whether *the Chinese leader* may be said of Chinese President Xi Jinping."""

import re
from collections.abc import Iterable
from functools import lru_cache

from dragoman.resolve.gazetteer import lookup
from dragoman.resolve.names import fold, tidy, word_set
from dragoman.resolve.parties import Office

_WORD = re.compile(r"[\w-]+")
_SMALL = word_set("of for to the a an and in on at affairs his her its their our my former ex then late new")
_SAME = {
    "premier": ("prime", "minister"),
    "pm": ("prime", "minister"),
    "taoiseach": ("prime", "minister"),
    "chancellor": ("chancellor",),
    "fm": ("foreign", "minister"),
    "lt": ("lieutenant",),
    "gen": ("general",),
    "col": ("colonel",),
    "maj": ("major",),
    "capt": ("captain",),
    "secretary-general": ("secretary-general",),
    "vice": ("deputy",),
    "defense": ("defence",),
    "mp": ("lawmaker",),
    "legislator": ("lawmaker",),
    "congressman": ("lawmaker",),
    "congresswoman": ("lawmaker",),
    "parliamentarian": ("lawmaker",),
    "senator": ("senator",),
}
#: Words of rank, without which an office is another one.
_RANKS = frozenset(["deputy", "prime", "assistant", "secretary-general", "former", "lieutenant", "spokesperson"])
#: A wider word -> the offices that it may stand for.
_WIDER = {
    "leader": "president minister chancellor king queen emir sultan chairperson chief secretary-general ruler head "
    "monarch pope secretary crown ayatollah general commander",
    "diplomat": "ambassador envoy minister secretary representative consul",
    "envoy": "ambassador representative",
    "ambassador": "envoy representative",
    "lawmaker": "senator deputy member",
    "deputy": "lawmaker",
    "monarch": "king queen emir sultan emperor",
    "ruler": "king emir sultan president",
    "chief": "head director chairperson commander secretary-general commissioner general minister",
    "head": "chief director chairperson president commander",
    "official": "spokesperson secretary director minister head chief deputy commissioner undersecretary",
    "commander": "general admiral colonel major chief head",
    "officer": "colonel major captain lieutenant general commander brigadier",
    "politician": "lawmaker senator leader minister chairperson",
    "candidate": "senator leader",
}
_WIDER_SETS = {word: frozenset(others.split()) for word, others in _WIDER.items()}


@lru_cache(maxsize=4096)
def office_words(phrase: str) -> frozenset[str]:
    """The words of an office made comparable: *Vice-President*, *vice presidents* → deputy, president."""
    words: list[str] = []
    for found in _WORD.findall(fold(tidy(phrase)).replace("secretary general", "secretary-general")):
        for part in [found] if found == "secretary-general" else found.split("-"):
            words += _comparable(part)
    return frozenset(words)


def _comparable(word: str) -> tuple[str, ...]:
    if word in _SMALL or not word:
        return ()
    if word.startswith("spokes"):
        return ("spokesperson",)
    if word.startswith("chair"):
        return ("chairperson",)
    if word.endswith("men"):
        word = word[:-3] + "man"
    elif word.endswith("s") and len(word) > 2 and not word.endswith(("ss", "us")):
        word = word[:-1]
    return _SAME.get(word, (word,))


def place_stems(names: Iterable[str]) -> frozenset[str]:
    """What *China* and *Chinese* share: the codes of states, and of other places the beginnings of their names."""
    return frozenset(stem for name in names for stem in _stems(fold(tidy(name))))


def _stems(name: str) -> tuple[str, ...]:
    entry = lookup(name)
    return entry.states if entry else (name.removeprefix("the ")[:4],)


def fits(asked: Office, held: Office) -> int:
    """How well an office in the text fits one that a person is known to hold: 0 not at all, 3 the same words.

    *the minister* is said of a foreign minister, not of a prime minister.
    """
    if not asked.words or (asked.places and held.places and not asked.places & held.places):
        return 0
    if asked.former and not held.former:
        return 0
    return min(_likeness(asked.words, held.words), 1 if held.former and not asked.former else 3)


def _likeness(asked: frozenset[str], held: frozenset[str]) -> int:
    if asked == held:
        return 3
    if asked < held:
        return 0 if (held - asked) & _RANKS else 2
    return int(all(word in held or _WIDER_SETS.get(word, frozenset()) & held for word in asked))
