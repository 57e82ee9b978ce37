"""Calendar expressions as periods: *Tuesday*, *last week*, *3 March*, *late 2022*, *the 1990s*.

The grammar is ours, since what news writes is a small language in which a general parser guesses where it should not:
dateparser (with regex and tzlocal) reads "May" and "March 2" of any year and takes 100 times as long, parsedatetime gives
a moment for every phrase. dateutil does the calendar.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from dragoman.resolve.periods import Period, day, month, months, week, weekend, year, years

_DAY = timedelta(days=1)
# A day or month without a year that lies longer back than this is the next one, unless its sentence tells of the past.
_LONG_AGO = timedelta(days=270)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_NUMBERS = {
    word: number
    for number, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {"a": 1, "an": 1}
_ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first".split(),
        1,
    )
}
_LAST, _NEXT = "last|past|previous", "next|coming|following|upcoming"


@dataclass(frozen=True, slots=True)
class Clock:
    """From where an expression is understood.

    Attributes:
        today: the day of writing, if it is known.
        mentioned: the day, or first day, that the text named last.
        future: whether the sentence tells of what is to come; None where it does not show.
    """

    today: date | None
    mentioned: date | None = None
    future: bool | None = None


def period_of(text: str, clock: Clock) -> Period | None:
    """The days that an expression means; None where that is not known for sure."""
    phrase = _plain(text)
    for pattern, read in _GRAMMAR:
        if found := pattern.fullmatch(phrase):
            try:
                return read(_Groups(found), clock)
            except (ValueError, OverflowError):  # 31 June, the year 0
                return None
    return None


class _Groups:
    """What of an expression was found: by name, as numbers where they are some."""

    def __init__(self, found: re.Match[str]) -> None:
        self._found = found.groupdict()

    def __getitem__(self, name: str) -> str | None:
        return self._found.get(name)

    def month(self) -> int:
        return _MONTHS.index((self["month"] or "")[:3]) + 1

    def weekday(self) -> int:
        return _WEEKDAYS.index((self["weekday"] or "")[:3])

    def number(self, name: str) -> int:
        word = self[name] or ""
        return _NUMBERS.get(word) or _ORDINALS.get(word) or int(re.sub(r"\D", "", word))

    def shift(self) -> int:
        """-1, 0 or 1 for *last*, *this* and *next*."""
        which = self["which"] or ""
        return -1 if re.fullmatch(_LAST, which) else 1 if re.fullmatch(_NEXT, which) else 0


def _plain(text: str) -> str:
    spaced = re.sub(r"[\s,]+", " ", text.casefold().replace("’", "'"))
    return re.sub(r"\.(?=\s|$)|^the ", "", spaced.strip())


def _without_year(make: Callable[[int], Period], clock: Clock) -> Period | None:
    """The last or the next of what comes once a year."""
    if clock.today is None:
        return None
    candidates = [make(clock.today.year + shift) for shift in (-1, 0, 1)]
    before = [item for item in candidates if item.start <= clock.today][-1]
    after = [item for item in candidates if item.end >= clock.today][0]
    if clock.future or (clock.future is None and clock.today - before.end > _LONG_AGO):
        return after
    return before


def _date(found: _Groups, clock: Clock) -> Period | None:
    number = found.number("day")
    return _in_year(lambda year: day(date(year, found.month(), number)), found, clock)


def _days(found: _Groups, clock: Clock) -> Period | None:
    first, last = found.number("day"), found.number("until")
    return _in_year(lambda year: Period(date(year, found.month(), first), date(year, found.month(), last)), found, clock)


def _month(found: _Groups, clock: Clock) -> Period | None:
    return _in_year(lambda year: month(date(year, found.month(), 1)), found, clock)


def _season(found: _Groups, clock: Clock) -> Period | None:
    """Of the northern hemisphere. Winter begins in the year that names it."""
    first = _SEASONS[found["season"] or ""]
    return _in_year(lambda year: months(date(year, first, 1), 3), found, clock)


def _feast(found: _Groups, clock: Clock) -> Period | None:
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


def _in_year(make: Callable[[int], Period], found: _Groups, clock: Clock) -> Period | None:
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
    candidates = [make(today.year + number) for number in (-1, 0, 1)]
    if shift == 0:
        return candidates[1]
    if shift < 0:
        return [item for item in candidates if item.end < today][-1]
    return [item for item in candidates if item.start > today][0]


def _year(found: _Groups, clock: Clock) -> Period | None:
    return year(int(found["year"] or ""))


def _years(found: _Groups, clock: Clock) -> Period | None:
    first, until = found["year"] or "", found["until"] or ""
    last = int(first[: 4 - len(until)] + until)
    return years(int(first), last) if int(first) < last else None


def _decade(found: _Groups, clock: Clock) -> Period | None:
    first = found["decade"] or ""
    number = int(first) if len(first) == 4 else 1900 + int(first)
    return years(number, number + 9)


def _century(found: _Groups, clock: Clock) -> Period | None:
    number = found.number("century")
    return years(100 * number - 99, 100 * number)


def _weekday(found: _Groups, clock: Clock) -> Period | None:
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


def _unit(found: _Groups, clock: Clock) -> Period | None:
    today, shift = clock.today, found.shift()
    if found["which"] in ("same", "that"):
        today = clock.mentioned
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


def _weekend(found: _Groups, clock: Clock) -> Period | None:
    """*The weekend* is the last that began, or the coming one."""
    if clock.today is None:
        return None
    this = weekend(clock.today)
    if found["which"] in ("this", None):
        begun = this.start <= clock.today
        past = found["which"] is None and not clock.future
        return weekend(clock.today - 7 * _DAY) if past and not begun else this
    return weekend(clock.today + 7 * found.shift() * _DAY)


def _end(found: _Groups, clock: Clock) -> Period | None:
    """The last or first month of a year; an edge of a month or week is that whole."""
    whole = period_of(found["whole"] or "", clock)
    if whole is None or whole != year(whole.start.year):
        return whole
    return month(whole.end if found["edge"] == "end" else whole.start)


def _part(found: _Groups, clock: Clock) -> Period | None:
    """A quarter or half of a year."""
    number, length = found.number("number"), 3 if found["part"] == "quarter" else 6
    whole = period_of(found["whole"], clock) if found["whole"] else clock.today and year(clock.today.year)
    if whole is None or not 1 <= number <= 12 // length or whole != year(whole.start.year):
        return None
    return months(date(whole.start.year, (number - 1) * length + 1, 1), length)


def _modified(found: _Groups, clock: Clock) -> Period | None:
    """*early Tuesday*, *night of 24 July*, *Friday morning*: the whole that it is a part of."""
    return period_of(found["whole"] or found["of"] or "", clock)


_TODAY = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "day before yesterday": -2, "day after tomorrow": 2}


def _today(found: _Groups, clock: Clock) -> Period | None:
    word = found["today"] or ""
    shift = -1 if word == "last night" else _TODAY.get(word, 0)
    return day(clock.today + shift * _DAY) if clock.today else None


def _that_day(found: _Groups, clock: Clock) -> Period | None:
    """*the same day*, *the next day*, counted from the day that the text named last."""
    shift = {"same": 0, "that": 0, "that same": 0, "next": 1, "following": 1, "previous": -1, "before": -1}
    return day(clock.mentioned + shift[found["that"] or "before"] * _DAY) if clock.mentioned else None


def _ago(found: _Groups, clock: Clock) -> Period | None:
    """Days and weeks count to a day, months to a month, years to a year."""
    back = found["ago"] == "ago"
    start = clock.today if back else clock.mentioned
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


def _day_alone(found: _Groups, clock: Clock) -> Period | None:
    """*the 27th*: of the month that the text named last."""
    return day(clock.mentioned.replace(day=found.number("day"))) if clock.mentioned else None


_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch|s)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_WEEKDAY = r"(?P<weekday>mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
_YEAR = r"(?P<year>1\d{3}|20\d\d)"
_OF_YEAR = rf"(?: (?:of |in )?(?:{_YEAR}|(?P<of_year>last|this|next) year))?"
_WORDS = "|".join(_ORDINALS)
_NUMBER = rf"(?P<day>\d{{1,2}}(?:st|nd|rd|th)?|{_WORDS})"
_UNTIL = r"(?:-|–|—| to | and )(?P<until>\d{1,2}(?:st|nd|rd|th)?)"
_ANY_WEEKDAY = rf"(?:(?:this |on )?{_WEEKDAY.replace('?P<weekday>', '?:')} )?"
_WHICH = rf"(?P<which>{_LAST}|{_NEXT}|this|same|that|current)"
_HALF_DAY = r"(?:mid)?(?:morning|afternoon|evening|night|noon|day|dawn|midnight)"

_GRAMMAR: list[tuple[re.Pattern[str], Callable[[_Groups, Clock], Period | None]]] = [
    (re.compile(pattern), read)
    for pattern, read in [
        (rf"{_ANY_WEEKDAY}(?:{_WHICH} )?{_NUMBER} (?:of )?{_MONTH}{_OF_YEAR}", _date),
        (rf"{_ANY_WEEKDAY}(?:{_WHICH} )?{_MONTH} {_NUMBER}{_OF_YEAR}", _date),
        (rf"{_NUMBER}{_UNTIL} (?:of )?{_MONTH}{_OF_YEAR}", _days),
        (rf"{_MONTH} {_NUMBER}{_UNTIL}{_OF_YEAR}", _days),
        (rf"(?:month of )?(?:{_WHICH} )?{_MONTH}{_OF_YEAR}", _month),
        (rf"(?:{_WHICH} )?(?P<season>{'|'.join(_SEASONS)}){_OF_YEAR}", _season),
        (
            rf"(?:{_WHICH} )?(?P<feast>christmas(?: day| eve)?|new year's (?:day|eve)|easter(?: sunday| monday)?"
            rf"|good friday){_OF_YEAR}",
            _feast,
        ),
        (rf"(?:year )?{_YEAR}", _year),
        (rf"{_YEAR}(?:-|–|/)(?P<until>\d\d|\d{{4}})", _years),
        (r"'?(?P<decade>(?:1\d|20)?\d0)'?s", _decade),
        (rf"(?P<century>\d\d?(?:st|nd|rd|th)|{_WORDS}) century", _century),
        (rf"(?:{_WHICH} )?{_WEEKDAY}(?: (?:of )?(?P<of_week>last|this|next) week)?", _weekday),
        (rf"(?:earlier |later )?{_WHICH} (?P<unit>week|month|year|quarter|decade)", _unit),
        (rf"(?:{_WHICH} )?weekend", _weekend),
        (rf"(?P<edge>end|beginning|start)(?:-| of )(?:the )?(?P<whole>.+)", _end),
        (rf"(?P<which>this)?(?P<unit>month|year|week)", _unit),
        (r"(?P<number>first|second|third|fourth) (?P<part>quarter|half)(?: of (?:the )?(?P<whole>.+))?", _part),
        (
            r"(?:earlier |later )?(?P<today>today|tonight|yesterday|tomorrow|day before yesterday|day after tomorrow"
            rf"|this {_HALF_DAY}|last night|earlier in the day)(?: {_HALF_DAY})?",
            _today,
        ),
        (rf"(?P<that>same|that same|that|next|following|previous) {_HALF_DAY}", _that_day),
        (r"(?:day|night|evening) before", _that_day),
        (
            rf"(?:(?P<number>\d+|{'|'.join(_NUMBERS)}) )?(?P<unit>day|night|week|month|year|decade)s? "
            "(?P<ago>ago|earlier|later|before)",
            _ago,
        ),
        (rf"{_NUMBER}(?: of the month)?", _day_alone),
        (
            r"(?:early|earlier|late|later|mid)(?:-| in | on | )(?P<whole>.+)"
            rf"|(?:early hours|small hours|{_HALF_DAY}) of (?P<of>.+)",
            _modified,
        ),
        (rf"(?P<whole>.+) {_HALF_DAY}", _modified),
    ]
]
