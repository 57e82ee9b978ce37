"""Dates in a document as ISO 8601 days, months, years or intervals."""

import re
from datetime import date

from dragoman.documents import Document, Reference, Span
from dragoman.resolve.date_phrases import period_of
from dragoman.resolve.date_words import Clock
from dragoman.resolve.periods import Period
from dragoman.resolve.tense import is_future

_DATE = "DATE"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_FULL_DATE = re.compile(
    rf"\b(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? (?:19|20)\d\d)\b",
    re.I,
)
# What surrounds a dateline's or byline's date: BEIJING, 21 March 2023 (Xinhua) — …; Published: Tuesday, 21 March 2023
_DATELINE = re.compile(r"(?:[A-Z][A-Za-z .'/-]{1,40}[,(]? ?){1,3}$")
_AFTER_DATELINE = re.compile(r"\)? *(?:\([^()\n]{1,40}\)|/[^/\n]{1,40}/)? *[—–:-]")
_BYLINE = 60
_HEAD = 600


def resolve_dates(document: Document) -> dict[Span, Reference]:
    """References with ``when`` for dates that can be told for sure.

    They are counted from the document's date or, without one, from a full date in its dateline or in a line of its own.
    """
    today = written_on(document)
    mentioned: Period | None = None
    day: date | None = None
    references: dict[Span, Reference] = {}
    spans = sorted(entity.span for entity in document.entities if entity.label == _DATE)
    for number, span in enumerate(spans):
        clock = Clock(today, mentioned, day, is_future(document, span))
        following = spans[number + 1] if number + 1 < len(spans) else None
        if period := _period(document, span, following, clock):
            references[span] = Reference(when=period.iso())
            mentioned, day = period, period.start if period.start == period.end else day
    return references


def written_on(document: Document) -> date | None:
    """The day of writing: the document's date, else that of its dateline, if it names a year."""
    try:
        return date.fromisoformat((document.date or "")[:10])
    except ValueError:
        return _dateline(document.text[:_HEAD])


def _dateline(head: str) -> date | None:
    for found in _FULL_DATE.finditer(head):
        begin = head.rfind("\n", 0, found.start()) + 1
        end = head.find("\n", found.end())
        line = head[begin : end if end >= 0 else len(head)]
        dateline = _DATELINE.fullmatch(head, begin, found.start()) and _AFTER_DATELINE.match(head, found.end())
        alone = end >= 0 and len(line) <= _BYLINE and not line.rstrip().endswith((".", "?", "!", "”", '"'))
        if (dateline or alone) and (period := period_of(found.group(), Clock(None))):
            return period.start
    return None


def _period(document: Document, span: Span, following: Span | None, clock: Clock) -> Period | None:
    text = document.covered(span)
    if text.isdecimal() and len(text) <= 2:  # 16 and 17 August
        return _in_month_of(document, span, following, text, clock)
    return period_of(text, clock)


def _in_month_of(document: Document, span: Span, following: Span | None, number: str, clock: Clock) -> Period | None:
    """A day whose month comes with the date after it, or came with the one before."""
    if following and re.fullmatch(r"\s*(?:and|or|to|-|–|,)\s*", document.text[span.end : following.start]):
        month = re.sub(r"^\d{1,2}(?:st|nd|rd|th)?\b", number, document.covered(following))
        if period := period_of(month, clock):
            return period
    return period_of(number, clock)
