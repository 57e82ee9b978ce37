"""Calendar expressions as periods: *Tuesday*, *last week*, *3 March*, *late 2022*, *the 1990s*.

The grammar is ours, since what news writes is a small language, in which general parsers guess where nothing can be
known: they give a moment for every phrase, today's year for a lone month. dateutil does the calendar.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from dateutil.relativedelta import relativedelta

from dragoman.resolve.date_words import LAST, NEXT, NUMBERS, ORDINALS, SEASONS, Clock, Groups, Reader
from dragoman.resolve.date_yearly import read_date, read_days, read_feast, read_month, read_season
from dragoman.resolve.periods import Period, day, month, months, week, weekend, year, years

_DAY = timedelta(days=1)


def period_of(text: str, clock: Clock) -> Period | None:
    """The days that an expression means; None where that is not known for sure."""
    found, read = _parsed(text)
    try:
        return read(found, clock) if found and read else None
    except (ValueError, OverflowError):  # 31 June, the year 0
        return None


@lru_cache(maxsize=10_000)
def _parsed(text: str) -> tuple[Groups | None, Reader | None]:
    phrase = _plain(text)
    for pattern, read in _GRAMMAR:
        if found := pattern.fullmatch(phrase):
            return Groups(found), read
    return None, None


def _plain(text: str) -> str:
    spaced = re.sub(r"[\s,]+", " ", text.casefold().replace("’", "'"))
    return re.sub(r"\.(?=\s|$)|^the ", "", spaced.strip())


def _iso_day(found: Groups, clock: Clock) -> Period | None:
    return day(date.fromisoformat(found["iso"] or ""))


def _year(found: Groups, clock: Clock) -> Period | None:
    return year(int(found["year"] or ""))


def _years(found: Groups, clock: Clock) -> Period | None:
    first, until = found["year"] or "", found["until"] or ""
    last = int(first[: 4 - len(until)] + until)
    return years(int(first), last) if int(first) < last else None


def _decade(found: Groups, clock: Clock) -> Period | None:
    first = found["decade"] or ""
    number = int(first) if len(first) == 4 else 1900 + int(first)
    return years(number, number + 9)


def _century(found: Groups, clock: Clock) -> Period | None:
    number = found.number("century")
    return years(100 * number - 99, 100 * number)


def _weekday(found: Groups, clock: Clock) -> Period | None:
    if clock.today is None:
        return None
    monday = week(clock.today).start
    if found["of_week"]:
        shift = {"last": -7, "this": 0, "next": 7}[found["of_week"]]
        return day(monday + (shift + found.weekday()) * _DAY)
    ago = (clock.today.weekday() - found.weekday()) % 7
    if found["which"]:
        last, this, coming = (clock.today - (ago or 7) * _DAY), monday + found.weekday() * _DAY, 7 - ago
        return day({-1: last, 0: this, 1: clock.today + coming * _DAY}[found.shift()])
    return day(clock.today + (-ago % 7) * _DAY if clock.future else clock.today - ago * _DAY)


def _unit(found: Groups, clock: Clock) -> Period | None:
    today, shift = clock.today, found.shift()
    if found["which"] in ("same", "that"):
        today = clock.mentioned.start if clock.mentioned else None
    if today is None:
        return None
    readers: dict[str, Callable[[date], Period]] = {
        "week": lambda start: week(start + 7 * shift * _DAY),
        "month": lambda start: month(start + relativedelta(months=shift)),
        "year": lambda start: year(start.year + shift),
        "quarter": lambda start: _quarter_of(start + relativedelta(months=3 * shift)),
        "decade": lambda start: years(start.year // 10 * 10 + 10 * shift, start.year // 10 * 10 + 10 * shift + 9),
    }
    return readers[found["unit"] or ""](today)


def _quarter_of(of: date) -> Period:
    return months(date(of.year, (of.month - 1) // 3 * 3 + 1, 1), 3)


def _weekend(found: Groups, clock: Clock) -> Period | None:
    """*The weekend* is the last that began, or the coming one."""
    if clock.today is None:
        return None
    this = weekend(clock.today)
    if found["which"] in ("this", None):
        begun = this.start <= clock.today
        past = found["which"] is None and not clock.future
        return weekend(clock.today - 7 * _DAY) if past and not begun else this
    return weekend(clock.today + 7 * found.shift() * _DAY)


def _end(found: Groups, clock: Clock) -> Period | None:
    """The last or first month of a year; an edge of a month or week is that whole."""
    whole = period_of(found["whole"] or "", clock)
    if whole is None or whole != year(whole.start.year):
        return whole
    return month(whole.end if found["edge"] == "end" else whole.start)


def _part(found: Groups, clock: Clock) -> Period | None:
    """A quarter or half of a year."""
    number, length = found.number("number"), 3 if found["part"] == "quarter" else 6
    whole = period_of(found["whole"] or "this year", clock)
    if whole is None or not 1 <= number <= 12 // length or whole != year(whole.start.year):
        return None
    return months(date(whole.start.year, (number - 1) * length + 1, 1), length)


def _modified(found: Groups, clock: Clock) -> Period | None:
    """*early Tuesday*, *night of 24 July*, *Friday morning*: the whole that it is a part of."""
    return period_of(found["whole"] or found["of"] or "", clock)


_TODAY = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "day before yesterday": -2, "day after tomorrow": 2}


def _today(found: Groups, clock: Clock) -> Period | None:
    word = found["today"] or ""
    shift = -1 if word == "last night" else _TODAY.get(word, 0)
    return day(clock.today + shift * _DAY) if clock.today else None


def _that_day(found: Groups, clock: Clock) -> Period | None:
    """*the same day*, *the next day*, counted from the day that the text named last."""
    shift = {"same": 0, "that": 0, "that same": 0, "next": 1, "following": 1, "previous": -1, "before": -1}
    return day(clock.day + shift[found["that"] or "before"] * _DAY) if clock.day else None


def _ago(found: Groups, clock: Clock) -> Period | None:
    """Days and weeks count to a day, months to a month, years to a year."""
    back = found["ago"] == "ago"
    start = clock.today if back else clock.day
    if start is None:
        return None
    number = (found.number("number") if found["number"] else 1) * (1 if found["ago"] == "later" else -1)
    unit = found["unit"] or ""
    if unit in ("day", "night"):
        return day(start + number * _DAY)
    if unit == "week":
        return day(start + 7 * number * _DAY)
    if unit == "month":
        return month(start + relativedelta(months=number))
    return year(start.year + number * (10 if unit == "decade" else 1))


def _day_alone(found: Groups, clock: Clock) -> Period | None:
    """*the 27th*: of the month that the text named last."""
    return day(clock.day.replace(day=found.number("day"))) if clock.day else None


_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch|s)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = (
    r"(?P<weekday>mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
_YEAR = r"(?P<year>1\d{3}|20\d\d)"
_OF_YEAR = rf"(?: (?:of |in )?(?:{_YEAR}|(?P<of_year>last|this|next) year))?"
_WORDS = "|".join(ORDINALS)
_NUMBER = rf"(?P<day>\d{{1,2}}(?:st|nd|rd|th)?|{_WORDS})"
_UNTIL = r"(?:-|–|—| to | and )(?P<until>\d{1,2}(?:st|nd|rd|th)?)"
_ANY_WEEKDAY = rf"(?:(?:this |on )?{_WEEKDAY.replace('?P<weekday>', '?:')} )?"
_WHICH = rf"(?P<which>{LAST}|{NEXT}|this|same|that|current)"
_HALF_DAY = r"(?:mid)?(?:morning|afternoon|evening|night|noon|day|dawn|midnight)"

_GRAMMAR: list[tuple[re.Pattern[str], Reader]] = [
    (re.compile(pattern), read)
    for pattern, read in [
        (rf"{_ANY_WEEKDAY}(?:{_WHICH} )?{_NUMBER} (?:of )?{_MONTH}{_OF_YEAR}", read_date),
        (rf"{_ANY_WEEKDAY}(?:{_WHICH} )?{_MONTH} {_NUMBER}{_OF_YEAR}", read_date),
        (r"(?P<iso>\d{4}-\d\d-\d\d)", _iso_day),
        (rf"{_NUMBER}{_UNTIL} (?:of )?{_MONTH}{_OF_YEAR}", read_days),
        (rf"{_MONTH} {_NUMBER}{_UNTIL}{_OF_YEAR}", read_days),
        (rf"(?:month of )?(?:{_WHICH} )?{_MONTH}{_OF_YEAR}", read_month),
        (rf"(?:{_WHICH} )?(?P<season>{'|'.join(SEASONS)}){_OF_YEAR}", read_season),
        (
            rf"(?:{_WHICH} )?(?P<feast>christmas(?: day| eve)?|new year's (?:day|eve)|easter(?: sunday| monday)?"
            rf"|good friday){_OF_YEAR}",
            read_feast,
        ),
        (rf"(?:year )?{_YEAR}", _year),
        (rf"{_YEAR}(?:-|–|/)(?P<until>\d\d|\d{{4}})", _years),
        (r"'?(?P<decade>(?:1\d|20)?\d0)'?s", _decade),
        (rf"(?P<century>\d\d?(?:st|nd|rd|th)|{_WORDS}) century", _century),
        (rf"(?:{_WHICH} )?{_WEEKDAY}(?: (?:of )?(?P<of_week>last|this|next) week)?", _weekday),
        (rf"(?:earlier |later )?{_WHICH} (?P<unit>week|month|year|quarter|decade)", _unit),
        (rf"(?:{_WHICH} )?weekend", _weekend),
        (r"(?P<edge>end|beginning|start)(?:-| of )(?:the )?(?P<whole>.+)", _end),
        (r"(?P<which>this)?(?P<unit>month|year|week)", _unit),
        (r"(?P<number>first|second|third|fourth) (?P<part>quarter|half)(?: of (?:the )?(?P<whole>.+))?", _part),
        (
            r"(?:earlier |later )?(?P<today>today|tonight|yesterday|tomorrow|day before yesterday|day after tomorrow"
            rf"|this {_HALF_DAY}|last night|earlier in the day)(?: {_HALF_DAY})?",
            _today,
        ),
        (rf"(?P<that>same|that same|that|next|following|previous) {_HALF_DAY}", _that_day),
        (r"(?:day|night|evening) before", _that_day),
        (
            rf"(?:(?P<number>\d+|{'|'.join(NUMBERS)}) )?(?P<unit>day|night|week|month|year|decade)s? "
            "(?P<ago>ago|earlier|later|before)",
            _ago,
        ),
        (rf"{_NUMBER}(?: of the month)?", _day_alone),
        (
            rf"(?:early hours|small hours|{_HALF_DAY}) of (?P<of>.+)"
            r"|(?:early|earlier|late|later|mid)(?:-| in | on | )(?P<whole>.+)",
            _modified,
        ),
        (rf"(?P<whole>.+) {_HALF_DAY}", _modified),
    ]
]
