from dataclasses import replace
from datetime import date, timedelta

import pytest
from brackets import marked
from hypothesis import given
from hypothesis import strategies as st

from dragoman.documents import Document, Event
from dragoman.resolve.date_phrases import period_of
from dragoman.resolve.date_words import Clock
from dragoman.resolve.dates import resolve_dates, written_on
from dragoman.resolve.periods import Period

TUESDAY = date(2023, 3, 21)


def when(text: str, *, today: date | None = TUESDAY, future: bool | None = None) -> str | None:
    period = period_of(text, Clock(today, future=future))
    return period.iso() if period else None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("3 March 2021", "2021-03-03"),
        ("March 3, 2021", "2021-03-03"),
        ("2021-03-03", "2021-03-03"),
        ("Mar. 3rd 2021", "2021-03-03"),
        ("Thursday, April 9, 2026", "2026-04-09"),
        ("second of May 2011", "2011-05-02"),
        ("11–13 March 2025", "2025-03-11/2025-03-13"),
        ("June 21-26, 2022", "2022-06-21/2022-06-26"),
        ("September 2022", "2022-09"),
        ("early June 2022", "2022-06"),
        ("end of 2019", "2019-12"),
        ("2019", "2019"),
        ("late 2019", "2019"),
        ("2005-06", "2005/2006"),
        ("1990s", "1990/1999"),
        ("early '80s", "1980/1989"),
        ("20th century", "1901/2000"),
        ("first quarter of 2020", "2020-01-01/2020-03-31"),
        ("second half of 2017", "2017-07-01/2017-12-31"),
        ("spring of 2017", "2017-03-01/2017-05-31"),
        ("Christmas 2022", "2022-12-25"),
        ("Good Friday 2023", "2023-04-07"),
    ],
)
def test_full_dates_need_no_day_of_writing(text: str, iso: str) -> None:
    assert when(text, today=None) == when(text) == iso


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("today", "2023-03-21"),
        ("this morning", "2023-03-21"),
        ("yesterday evening", "2023-03-20"),
        ("last night", "2023-03-20"),
        ("tomorrow", "2023-03-22"),
        ("Tuesday", "2023-03-21"),
        ("Wednesday", "2023-03-15"),
        ("Monday night", "2023-03-20"),
        ("early hours of Sunday", "2023-03-19"),
        ("last Tuesday", "2023-03-14"),
        ("this Thursday", "2023-03-23"),
        ("next Tuesday", "2023-03-28"),
        ("Thursday last week", "2023-03-16"),
        ("last week", "2023-03-13/2023-03-19"),
        ("this week", "2023-03-20/2023-03-26"),
        ("weekend", "2023-03-18/2023-03-19"),
        ("next weekend", "2023-04-01/2023-04-02"),
        ("last month", "2023-02"),
        ("earlier this month", "2023-03"),
        ("next year", "2024"),
        ("3 March", "2023-03-03"),
        ("December", "2022-12"),
        ("March 2022", "2022-03"),
        ("last October", "2022-10"),
        ("next March", "2024-03"),
        ("May last year", "2022-05"),
        ("12 November this year", "2023-11-12"),
        ("last July 18", "2022-07-18"),
        ("two days ago", "2023-03-19"),
        ("three weeks ago", "2023-02-28"),
        ("a month ago", "2023-02"),
        ("year ago", "2022"),
        ("end of the year", "2023-12"),
        ("fourth quarter", "2023-10-01/2023-12-31"),
        ("this decade", "2020/2029"),
    ],
)
def test_what_is_counted_from_the_day_of_writing(text: str, iso: str) -> None:
    assert when(text) == iso
    assert when(text, today=None) in (None, "2022-03")


@pytest.mark.parametrize(
    ("text", "iso"),
    [("Tuesday", "2023-03-21"), ("Wednesday", "2023-03-22"), ("December", "2023-12"), ("3 March", "2024-03-03")],
)
def test_what_lies_ahead(text: str, iso: str) -> None:
    assert when(text, future=True) == iso


@pytest.mark.parametrize(
    "text",
    ["", "recent years", "31 June 2020", "14 Jumada al-Akhirah", "Eid", "past decades", "last few months", "soon"],
)
def test_unknown_stays_unknown(text: str) -> None:
    assert when(text) is None


def found(text: str, day: str | None = "2023-03-21") -> list[str | None]:
    document = marked(text, date=day)
    references = resolve_dates(document)
    return [references[entity.span].when if entity.span in references else None for entity in document.entities]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("They met on [Wednesday](DATE).", "2023-03-15"),
        ("They will meet on [Wednesday](DATE).", "2023-03-22"),
        ("He said on [Wednesday](DATE) that they would meet.", "2023-03-15"),
        ("He said they would meet on [Wednesday](DATE).", "2023-03-22"),
        ("The pact will be signed on [Wednesday](DATE).", "2023-03-22"),
        ("On [Wednesday](DATE) they will meet.", "2023-03-22"),
        ("On [Wednesday](DATE) they sent troops to the border.", "2023-03-15"),
        ("The strike goes on until [Wednesday](DATE).", "2023-03-22"),
        ("She agreed to leave on [Wednesday](DATE).", "2023-03-22"),
    ],
)
def test_the_sentence_tells_what_lies_ahead(text: str, iso: str) -> None:
    assert found(text) == [iso]


@pytest.mark.parametrize(("status", "iso"), [("planned", "2023-03-22"), ("actual", "2023-03-15")])
def test_an_event_s_status_tells_what_lies_ahead(status: str, iso: str) -> None:
    document = marked("Talks [Wednesday](DATE).", date="2023-03-21")
    [span] = [entity.span for entity in document.entities]
    event = Event("CONSULT", span, status, {"date": (span,)})
    assert resolve_dates(replace(document, events=(event,)))[span].when == iso


def test_days_are_counted_from_those_named_before() -> None:
    assert found("On [3 March](DATE) they met. The [next day](DATE), not the [9th](DATE), they left.") == [
        "2023-03-03",
        "2023-03-04",
        "2023-03-09",
    ]
    assert found("on [16](DATE) and [17 August 2022](DATE)") == ["2022-08-16", "2022-08-17"]
    assert found("the [same day](DATE)") == [None]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("BEIJING, March 21, 2023 (Xinhua) — Talks began.", TUESDAY),
        ("OSLO (21st March 2023) – Talks began.", TUESDAY),
        ("Talks begin\nTuesday, March 21, 2023\nOSLO — They began.", TUESDAY),
        ("BEIJING, March 21 (Xinhua) — Talks began.", None),
        ("Talks began on March 21, 2023, it said.", None),
        ("Talks began on March 21, 2023.\nThey went on.", None),
    ],
)
def test_the_dateline_tells_the_day_of_writing(text: str, day: date | None) -> None:
    assert written_on(Document("a", text)) == day


@pytest.mark.parametrize(
    ("given_date", "day"),
    [("2023-03-21", TUESDAY), ("2023-03-21T09:00:00Z", TUESDAY), ("21/03/2023", None), (None, None)],
)
def test_the_document_s_date(given_date: str | None, day: date | None) -> None:
    assert written_on(Document("a", "Talks began.", given_date)) == day


_DAYS = st.dates(date(1901, 1, 1), date(2099, 12, 31))


@given(_DAYS, st.sampled_from(["%d %B %Y", "%B %d, %Y", "%A, %B %d %Y", "%d %b. %Y"]))
def test_every_full_date_is_read_as_it_was_written(day: date, style: str) -> None:
    assert when(day.strftime(style), today=None) == day.isoformat()


@given(_DAYS, st.sampled_from(["Monday", "Thursday", "Sunday"]))
def test_a_weekday_is_the_last_or_the_next(today: date, name: str) -> None:
    past, future = (period_of(name, Clock(today, future=ahead)) for ahead in (False, True))
    assert past
    assert future
    assert past.start.strftime("%A") == future.start.strftime("%A") == name
    assert today - timedelta(days=7) < past.start <= today <= future.start < today + timedelta(days=7)


@given(_DAYS, st.integers(0, 5000))
def test_iso_says_where_a_period_begins_and_ends(start: date, length: int) -> None:
    end = min(start + timedelta(days=length), date(2099, 12, 31))
    first, _, last = Period(start, end).iso().partition("/")
    assert start.isoformat().startswith(first)
    assert end.isoformat().startswith(last or first)


@given(st.text(max_size=40), st.none() | _DAYS)
def test_any_text_is_read_or_left(text: str, today: date | None) -> None:
    period = period_of(text, Clock(today))
    assert period is None or period.start <= period.end
