"""Calendar expressions that mean something in every year: *3 March*, *last October*, *spring*, *Easter*."""

import contextlib
from collections.abc import Callable
from datetime import date, timedelta

from dateutil.easter import easter

from dragoman.resolve.date_words import SEASONS, Clock, Groups
from dragoman.resolve.periods import Period, day, month, months

_DAY = timedelta(days=1)
# A day or month without a year that lies longer back than this is the next one, unless its sentence tells of the past.
_LONG_AGO = timedelta(days=270)


def _without_year(make: Callable[[int], Period], clock: Clock) -> Period | None:
    """The last or the next of what comes once a year."""
    if clock.today is None:
        return None
    candidates = _around(make, clock.today)
    before = max((item for item in candidates if item.start <= clock.today), key=_start)
    after = min((item for item in candidates if item.end >= clock.today), key=_start)
    if clock.future or (clock.future is None and clock.today - before.end > _LONG_AGO):
        return after
    return before


def _around(make: Callable[[int], Period], today: date) -> list[Period]:
    """Last year's, this year's and next year's; 29 February is not in each."""
    found = []
    for number in (today.year - 1, today.year, today.year + 1):
        with contextlib.suppress(ValueError):
            found.append(make(number))
    return found


def _start(period: Period) -> date:
    return period.start


def read_date(found: Groups, clock: Clock) -> Period | None:
    """*3 March*, *March 3, 2021*."""
    number = found.number("day")
    return _in_year(lambda year: day(date(year, found.month(), number)), found, clock)


def read_days(found: Groups, clock: Clock) -> Period | None:
    """*11–13 March*."""
    first, last = found.number("day"), found.number("until")
    return _in_year(
        lambda year: Period(date(year, found.month(), first), date(year, found.month(), last)), found, clock
    )


def read_month(found: Groups, clock: Clock) -> Period | None:
    """*March*, *last October*."""
    return _in_year(lambda year: month(date(year, found.month(), 1)), found, clock)


def read_season(found: Groups, clock: Clock) -> Period | None:
    """Of the northern hemisphere. Winter begins in the year that names it."""
    first = SEASONS[found["season"] or ""]
    return _in_year(lambda year: months(date(year, first, 1), 3), found, clock)


def read_feast(found: Groups, clock: Clock) -> Period | None:
    """Those of a fixed day, and those of Easter."""
    name = found["feast"] or ""
    days: dict[str, Callable[[int], date]] = {
        "christmas": lambda year: date(year, 12, 25),
        "christmas day": lambda year: date(year, 12, 25),
        "christmas eve": lambda year: date(year, 12, 24),
        "new year's day": lambda year: date(year, 1, 1),
        "new year's eve": lambda year: date(year, 12, 31),
        "easter": easter,
        "easter sunday": easter,
        "easter monday": lambda year: easter(year) + _DAY,
        "good friday": lambda year: easter(year) - 2 * _DAY,
    }
    return _in_year(lambda year: day(days[name](year)), found, clock)


def _in_year(make: Callable[[int], Period], found: Groups, clock: Clock) -> Period | None:
    """In the year that is named, this, last or next year, or the nearest that fits."""
    if found["year"]:
        return make(int(found["year"]))
    if clock.today is None:
        return None
    if found["of_year"]:
        return make(clock.today.year + {"last": -1, "this": 0, "next": 1}[found["of_year"]])
    if found["which"]:
        return _named_once_a_year(make, found.shift(), clock.today)
    return _without_year(make, clock)


def _named_once_a_year(make: Callable[[int], Period], shift: int, today: date) -> Period:
    """*last October* is over, *next March* has not begun, *this spring* is in this year."""
    if shift == 0:
        return make(today.year)
    candidates = _around(make, today)
    if shift < 0:
        return max((item for item in candidates if item.end < today), key=_start)
    return min((item for item in candidates if item.start > today), key=_start)
