"""How well a party of the text may be meant by a pronoun or an office: from 0, not at all, to 1.5."""

import re

from dragoman.resolve.offices import fits
from dragoman.resolve.parties import Office, Party
from dragoman.resolve.phrases import Phrase

#: How well *the Uruguayan leader* fits a person of whom no office is told.
_UNTITLED = 0.3
#: How well *he* fits somebody without a name.
_UNNAMED = 0.75
#: Of an office, by ``offices.fits``.
FIT = (0.0, 0.5, 0.8, 1.2)
_GENERAL = frozenset(["leader", "diplomat", "politician", "official", "strongman"])
_THING = {"t": 1.0, "p": 0.4}


def are_people(party: Party) -> bool:
    """Whether several who are all people."""
    return len(party.members) > 1 and all(member.kind == "person" for member in party.members)


def agrees(party: Party, sex: str) -> float:
    """Somebody unnamed is seldom spoken of for long."""
    return party.agrees(sex) * (1.0 if party.name else _UNNAMED) if party.kind == "person" else 0.0


def in_focus(party: Party) -> float:
    """A person without a known office is more likely to be the one whom an unknown office means."""
    if party.kind != "person" or party.name is None:
        return 0.0
    return 0.7 if party.offices else 1.0


def number(party: Party, kind: str) -> float:
    """How well *it* (``t``) or *they* (``p``) may be said of a body or of several."""
    if party.kind == "group":
        return (1.5 if party.members else 1.2) if kind == "p" else 0.0
    return _THING[kind] if party.kind == "body" else 0.0


def held(party: Party, asked: Office) -> float:
    """How well somebody's offices fit the one that the text asks for."""
    if party.kind != "person":
        return 0.0
    if not party.offices and party.name and asked.places and asked.words & _GENERAL:
        return _UNTITLED
    return max((FIT[fits(asked, office)] for office in party.offices), default=0.0)


def nobody(phrase: Phrase, office: Office) -> Party:
    """Somebody without a name, whom later words may take up."""
    return Party("group" if phrase.plural else "person", offices=[office])


def singular(word: str) -> str:
    """*ministers* → *minister*, *spokesmen* → *spokesman*."""
    return re.sub(r"men$", "man", word) if word.endswith("men") else word.removesuffix("s")
