"""Arguments cut down to plain noun phrases.

Corpora of predicates mark whole constituents: *by the envoys who left on Monday*. The default scheme wants what stands
around the head, *envoys*, and without a parser that can be told only where nothing follows the head.
"""

import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase

#: Role -> half-open ranges of tokens.
Ranges = Mapping[str, Sequence[range]]

#: What an event that ``with_plain`` refuses is called where a reader counts what it changed.
LEFT_OUT = "event left out: an argument that must be a plain phrase is missing, not alone or not plain"
_BEFORE = frozenset(
    ("a", "an", "the", "by", "of", "for", "to", "from", "with", "in", "at", "on", "some", "both", "about")
)
_AFTER = frozenset(("'s", "’s", "'", "’"))
# A phrase with one of these is joined of two, has something after its head, or only points to another phrase.
_JOINTS = re.compile(
    "about|above|across|after|against|among|and|around|as|at|before|behind|between|but|by|during|for|from|in|inside|"
    "into|like|near|nor|of|off|on|or|out|outside|over|since|than|through|to|toward|towards|under|upon|via|with|within|"
    'without|that|what|when|where|which|who|whom|whose|[][,;:(){}"/]',
    re.IGNORECASE,
)


def with_plain(tokens: Sequence[str], arguments: Ranges, roles: Sequence[str]) -> Ranges | None:
    """The arguments, those of some roles without leading prepositions and articles and without a trailing possessive.

    Args:
        tokens: of the sentence.
        arguments: of one event.
        roles: patterns of roles. For each there must be one argument, and it must be plain: no preposition,
            conjunction, relative word or comma in it.

    Returns:
        None if an argument is missing, not alone or not plain.
    """
    changed = {role: list(ranges) for role, ranges in arguments.items()}
    for pattern in roles:
        found = [
            (role, number) for role in changed if fnmatchcase(role, pattern) for number in range(len(changed[role]))
        ]
        if len(found) != 1:
            return None
        [(role, number)] = found
        words = core(tokens, changed[role][number])
        if not words or any(_JOINTS.fullmatch(tokens[word]) for word in words):
            return None
        changed[role][number] = words
    return changed


def core(tokens: Sequence[str], words: range) -> range:
    """A phrase's tokens without what stands before and after it; empty if nothing is left."""
    first, last = words.start, words.stop
    while first < last and tokens[first].casefold() in _BEFORE:
        first += 1
    while first < last and tokens[last - 1].casefold() in _AFTER:
        last -= 1
    return range(first, last)
