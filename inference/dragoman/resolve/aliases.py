"""Different names of one state or intergovernmental body, as far as they are known to the world and not to the text."""

from collections.abc import Iterable, Mapping

from dragoman.resolve.gazetteer import Kind, key, lookup
from dragoman.resolve.intergovernmental import body_named
from dragoman.resolve.parties import Party

#: What the two Koreas call each other, and no state's name.
_SIDES = ("North", "South")


def aliases(forms: Iterable[str]) -> dict[str, str]:
    """*ECOWAS* beside *Economic Community of West African States*, *Kuwait* beside *State of Kuwait*: short -> longest.

    Args:
        forms: names that stand in one text.
    """
    same: dict[str, list[str]] = {}
    for form in forms:
        body = body_named(form)
        if known := body.acronym if body else _state(form, "name"):
            same.setdefault(known, []).append(form)
    return {form: full for names in same.values() for form in names if _shortens(form, full := max(names, key=len))}


def _shortens(form: str, full: str) -> bool:
    """An acronym, or a part of the full name; *Gagauzia* is neither of *Moldova*."""
    return form != full and (form.replace(".", "").isupper() or bool({*key(form).split()} & {*key(full).split()}))


def governments(parties: Iterable[Party]) -> Mapping[Party, Party]:
    """*Tashkent*, where it speaks or acts, is *Uzbekistan* if the text has that: capital -> state."""
    capitals, states = {}, {}
    for party in sorted(parties, key=lambda party: len(party.name or "")):
        if party.name and (code := _state(party.name, "name")):
            states[code] = party
        elif party.name and (code := _state(party.name, "capital")):
            capitals[party] = code
    return {party: states[code] for party, code in capitals.items() if code in states}


def _state(form: str, kind: Kind) -> str | None:
    """The code of the one state that a name of this kind can mean."""
    entry = None if form in _SIDES else lookup(form)
    sure = entry is not None and entry.kind == kind and len(entry.states) == 1 and entry.sector is None
    return entry.states[0] if entry and sure else None
