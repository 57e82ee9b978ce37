"""What calendar expressions are made of, and from where they are understood."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dragoman.resolve.periods import Period

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_CARDINALS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NUMBERS = {word: number for number, word in enumerate(_CARDINALS)} | {"a": 1, "an": 1}
ORDINALS = {
    word: number
    for number, word in enumerate(
        (
            *(
                "first",
                "second",
                "third",
                "fourth",
                "fifth",
                "sixth",
                "seventh",
                "eighth",
                "ninth",
                "tenth",
                "eleventh",
            ),
            *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth"),
            *("nineteenth", "twentieth", "twenty-first"),
        ),
        1,
    )
}
LAST, NEXT = "last|past|previous", "next|coming|following|upcoming"


@dataclass(frozen=True, slots=True)
class Clock:
    """From where an expression is understood.

    Attributes:
        today: the day of writing, if it is known.
        mentioned: what the text named last.
        day: the day that the text named last.
        future: whether the sentence tells of what is to come; None where it does not show.
    """

    today: date | None
    mentioned: Period | None = None
    day: date | None = None
    future: bool | None = None


class Groups:
    """What of an expression was found: by name, as numbers where they are some."""

    def __init__(self, found: re.Match[str]) -> None:
        self._found = found.groupdict()

    def __getitem__(self, name: str) -> str | None:
        return self._found.get(name)

    def month(self) -> int:
        """From 1."""
        return _MONTHS.index((self["month"] or "")[:3]) + 1

    def weekday(self) -> int:
        """From 0, Monday."""
        return _WEEKDAYS.index((self["weekday"] or "")[:3])

    def number(self, name: str) -> int:
        """Raises ValueError where the group holds no number."""
        word = self[name] or ""
        return NUMBERS.get(word) or ORDINALS.get(word) or int(re.sub(r"\D", "", word))

    def shift(self) -> int:
        """-1, 0 or 1 for *last*, *this* and *next*."""
        which = self["which"] or ""
        return -1 if re.fullmatch(LAST, which) else 1 if re.fullmatch(NEXT, which) else 0


Reader = Callable[[Groups, Clock], Period | None]
