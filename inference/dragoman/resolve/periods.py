"""Stretches of whole days, and how ISO 8601 writes them."""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``start`` to ``end``, both included."""

    start: date
    end: date

    def iso(self) -> str:
        """``2023-03-21``, ``2023-03``, ``2023``, ``1990/1999`` for whole years, else ``2023-03-13/2023-03-19``."""
        first, last = self.start, self.end
        if first == last:
            return first.isoformat()
        if first == year(first.year).start and last == year(last.year).end:
            return f"{first:%Y}" if first.year == last.year else f"{first:%Y}/{last:%Y}"
        if self == month(first):
            return f"{first:%Y-%m}"
        return f"{first}/{last}"


def day(of: date) -> Period:
    """A day alone."""
    return Period(of, of)


def week(of: date) -> Period:
    """The week from Monday to Sunday that a day is in."""
    monday = of - of.weekday() * _DAY
    return Period(monday, monday + 6 * _DAY)


def weekend(of: date) -> Period:
    """The Saturday and Sunday of a day's week."""
    sunday = week(of).end
    return Period(sunday - _DAY, sunday)


def month(of: date) -> Period:
    """The month that a day is in."""
    return Period(of.replace(day=1), of + relativedelta(day=31))


def months(first: date, count: int) -> Period:
    """So many whole months, of which the first is the month that a day is in."""
    return Period(first.replace(day=1), first + relativedelta(months=count - 1, day=31))


def year(number: int) -> Period:
    """A year."""
    return years(number, number)


def years(first: int, last: int) -> Period:
    """Several years."""
    return Period(date(first, 1, 1), date(last, 12, 31))
