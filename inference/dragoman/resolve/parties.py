"""Who can be meant: a person, a body or a group, named or not."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["person", "body", "group"]
Sex = Literal["m", "f"]


@dataclass(frozen=True, slots=True)
class Office:
    """What somebody is called beside the name.

    Attributes:
        words: of the office, made comparable (see ``offices.office_words``).
        places: stems of the states and bodies that stand with it.
        former: whether it is an office of the past.
    """

    words: frozenset[str]
    places: frozenset[str] = frozenset()
    former: bool = False


@dataclass(eq=False, slots=True)
class Party:
    """One person, body or group of a document.

    Attributes:
        kind: what it is.
        name: the fullest under which it stands in the text; None where the text gives none.
        words: of the name, comparable.
        offices: of a person, as far as the text has told them.
        sexes: how often the text has spoken of *him* and of *her*.
        members: of a group.
    """

    kind: Kind
    name: str | None = None
    words: tuple[str, ...] = ()
    offices: list[Office] = field(default_factory=list)
    sexes: Counter[str] = field(default_factory=Counter)
    members: tuple["Party", ...] = ()

    def agrees(self, sex: str) -> float:
        """How well *he* (``m``) or *she* (``f``) may be said of this person: 0 not at all, 1 where nothing is known."""
        other = "f" if sex == "m" else "m"
        balance = self.sexes[sex] - self.sexes[other]
        return 0.0 if balance <= -2 else 0.6 if balance < 0 else 1.0 if balance == 0 else 1.3

    @property
    def plural(self) -> bool:
        """Whether *they* can be said of it; a body is *it* and *they* alike."""
        return self.kind != "person"


def group(members: list[Party]) -> Party:
    """Several parties as one, each once, with the names of those who have one; a single one stays itself."""
    distinct = tuple(dict.fromkeys(member for party in members for member in (party.members or (party,))))
    if len(distinct) == 1:
        return distinct[0]
    names = [member.name for member in distinct if member.name is not None]
    return Party("group", SEPARATOR.join(names) or None, members=distinct)


#: Between the names of those who speak together.
SEPARATOR = " & "
