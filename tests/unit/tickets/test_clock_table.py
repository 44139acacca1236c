"""What is due when: holidays, make-up days, lunch, nights, unknown years, pauses. Source: handbook T-06 … T-13, T-28.

The year 2026 of the national calendar: closed 1 to 3 January, 15 to 23 February, 4 to 6 April, 1 to 5 May,
19 to 21 June, 25 to 27 September, 1 to 7 October; made up on 4 January, 14 and 28 February, 9 May, 20 September and
10 October. It knows no later year.
"""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.domain.intake import Category, Severity
from services.tickets.requests.domain.limits import ClockPolicy, ClockRules, Limit, due_times
from services.tickets.requests.domain.pauses import Span
from shared.kernel.business_calendar import BusinessCalendar, DayKind, Weekday, WorkingHours, WorkingWindow

SHANGHAI = ZoneInfo("Asia/Shanghai")
PLAIN = BusinessCalendar(SHANGHAI)
_MORNING, _AFTERNOON = WorkingWindow(time(8), time(12)), WorkingWindow(time(13, 30), time(17, 30))
LUNCH = BusinessCalendar(SHANGHAI, WorkingHours.monday_to_friday(_MORNING, _AFTERNOON))
SATURDAYS = BusinessCalendar(
    SHANGHAI, WorkingHours({**dict.fromkeys(list(Weekday)[:5], (_MORNING, _AFTERNOON)), Weekday.SATURDAY: [_MORNING]})
)
OWN_DAYS = BusinessCalendar(
    SHANGHAI,
    LUNCH.hours,
    {date(2026, 10, 1): DayKind.WORKING, date(2026, 11, 24): DayKind.HOLIDAY, date(2027, 1, 1): DayKind.HOLIDAY},
)
HOUR = timedelta(hours=1)
DAY, TWO, THREE = Limit(working_days=1), Limit(working_days=2), Limit(working_days=3)
EIGHT = Limit(working_time=8 * HOUR)
FOUR = Limit(working_time=4 * HOUR)
WALL_DAY = Limit(wall=24 * HOUR)


def local(text: str) -> datetime:
    """`11-23 15:00`, of 2026 unless the year is named."""
    if len(text) == len("11-23 15:00"):
        text = f"2026-{text}"
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


def due(calendar: BusinessCalendar, limit: Limit, received: str, *pauses: Span) -> datetime:
    case = (Category.SUGGESTION, Severity.MINOR)  # nothing of the handbook's own runs for it but dispatch
    rules = ClockRules(calendar, ClockPolicy(limits={case: {Clock.SETTLE: limit}}))
    return due_times(*case, local(received), rules, pauses=pauses)[Clock.SETTLE].due_at


@pytest.mark.parametrize(
    ("calendar", "limit", "received", "wanted"),
    [
        # T-13's own example, and the week's end.
        (PLAIN, DAY, "11-23 15:00", "11-24 15:00"),
        (PLAIN, DAY, "11-27 15:00", "11-30 15:00"),
        (PLAIN, TWO, "11-26 08:00", "11-30 08:00"),
        (PLAIN, THREE, "11-25 16:59", "11-30 16:59"),
        # Out of hours counts as received at the next opening; the closing itself is out of hours.
        (PLAIN, DAY, "11-23 07:59", "11-24 08:00"),
        (PLAIN, DAY, "11-23 17:00", "11-25 08:00"),
        (PLAIN, DAY, "11-28 12:00", "12-01 08:00"),
        (PLAIN, DAY, "11-29 23:59", "12-01 08:00"),
        (PLAIN, EIGHT, "11-23 03:00", "11-23 16:00"),
        (PLAIN, EIGHT, "11-23 20:00", "11-24 16:00"),
        (PLAIN, EIGHT, "11-27 12:00", "11-30 11:00"),
        # New Year: closed 1 to 3 January, Sunday the 4th is made up.
        (PLAIN, DAY, "2025-12-31 15:00", "01-04 15:00"),
        (PLAIN, DAY, "01-01 09:00", "01-05 08:00"),
        (PLAIN, EIGHT, "01-03 09:00", "01-04 16:00"),
        (PLAIN, TWO, "01-04 10:00", "01-06 10:00"),
        # Spring Festival: closed 15 to 23 February, Saturdays the 14th and the 28th are made up.
        (PLAIN, DAY, "02-13 15:00", "02-14 15:00"),
        (PLAIN, TWO, "02-13 15:00", "02-24 15:00"),
        (PLAIN, THREE, "02-13 15:00", "02-25 15:00"),
        (PLAIN, DAY, "02-14 17:30", "02-25 08:00"),
        (PLAIN, DAY, "02-17 10:00", "02-25 08:00"),
        (PLAIN, EIGHT, "02-14 13:00", "02-24 12:00"),
        (PLAIN, EIGHT, "02-23 23:00", "02-24 16:00"),
        (PLAIN, DAY, "02-27 15:00", "02-28 15:00"),
        (PLAIN, TWO, "02-27 15:00", "03-02 15:00"),
        (PLAIN, DAY, "02-28 18:00", "03-03 08:00"),
        (LUNCH, EIGHT, "02-28 10:00", "03-02 10:00"),
        # National Day: closed 1 to 7 October, Sunday 20 September and Saturday 10 October are made up.
        (PLAIN, DAY, "09-30 15:00", "10-08 15:00"),
        (PLAIN, TWO, "09-30 15:00", "10-09 15:00"),
        (PLAIN, THREE, "09-30 15:00", "10-10 15:00"),
        (PLAIN, DAY, "10-01 10:00", "10-09 08:00"),
        (PLAIN, DAY, "10-07 23:59", "10-09 08:00"),
        (PLAIN, EIGHT, "09-30 16:00", "10-08 15:00"),
        (PLAIN, EIGHT, "10-05 12:00", "10-08 16:00"),
        (PLAIN, DAY, "10-09 15:00", "10-10 15:00"),
        (PLAIN, TWO, "10-09 15:00", "10-12 15:00"),
        (PLAIN, DAY, "09-18 15:00", "09-20 15:00"),
        (PLAIN, TWO, "09-19 12:00", "09-22 08:00"),
        # Qingming, Labour Day with Saturday 9 May, Dragon Boat, Mid-Autumn.
        (PLAIN, DAY, "04-03 15:00", "04-07 15:00"),
        (PLAIN, TWO, "04-30 15:00", "05-07 15:00"),
        (PLAIN, DAY, "05-08 15:00", "05-09 15:00"),
        (PLAIN, EIGHT, "06-18 15:00", "06-22 14:00"),
        (PLAIN, DAY, "09-24 15:00", "09-28 15:00"),
        # Plain hours run through nights and holidays.
        (PLAIN, WALL_DAY, "09-30 15:00", "10-01 15:00"),
        (LUNCH, WALL_DAY, "02-16 03:00", "02-17 03:00"),
        # Lunch, 12:00 to 13:30.
        (LUNCH, FOUR, "11-23 09:00", "11-23 14:30"),
        (LUNCH, FOUR, "11-23 08:00", "11-23 12:00"),
        (LUNCH, FOUR, "11-23 12:45", "11-23 17:30"),
        (LUNCH, EIGHT, "11-23 10:00", "11-24 10:00"),
        (LUNCH, DAY, "11-23 12:30", "11-24 13:30"),
        (LUNCH, DAY, "11-23 17:15", "11-24 17:15"),
        (LUNCH, EIGHT, "09-30 11:00", "10-08 11:00"),
        # Half a Saturday: what would be due in its afternoon is due at its closing; a made-up Saturday is a whole day.
        (SATURDAYS, DAY, "11-27 10:00", "11-28 10:00"),
        (SATURDAYS, DAY, "11-27 15:00", "11-28 12:00"),
        (SATURDAYS, EIGHT, "11-27 15:00", "11-30 09:30"),
        (SATURDAYS, DAY, "10-09 15:00", "10-10 15:00"),
        # The community's own days win over the nation's, in any year.
        (OWN_DAYS, DAY, "09-30 15:00", "10-01 15:00"),
        (OWN_DAYS, DAY, "11-23 15:00", "11-25 15:00"),
        (OWN_DAYS, DAY, "2026-12-31 15:00", "2027-01-04 15:00"),
        # A year that the national calendar does not know has its weekends and the holidays of fixed date.
        (PLAIN, DAY, "2026-12-31 15:00", "2027-01-04 15:00"),
        (PLAIN, THREE, "2026-12-31 15:00", "2027-01-06 15:00"),
        (PLAIN, DAY, "2027-10-01 15:00", "2027-10-05 08:00"),
        (LUNCH, EIGHT, "2030-02-01 15:00", "2030-02-04 15:00"),
        (PLAIN, DAY, "2035-04-30 15:00", "2035-05-03 15:00"),
    ],
)
def test_a_limit_ends_on_the_communitys_calendar(
    calendar: BusinessCalendar, limit: Limit, received: str, wanted: str
) -> None:
    assert due(calendar, limit, received) == local(wanted)


@pytest.mark.parametrize(
    ("calendar", "limit", "received", "pauses", "wanted"),
    [
        # Working limits wait in working time: a night, a lunch, a weekend or a holiday in the pause takes nothing.
        (PLAIN, DAY, "11-23 15:00", ["11-23 16:00/11-23 17:00"], "11-24 16:00"),
        (PLAIN, DAY, "11-23 15:00", ["11-23 16:00/11-24 09:00"], "11-24 17:00"),
        (PLAIN, DAY, "11-23 15:00", ["11-23 17:00/11-24 08:00"], "11-24 15:00"),
        (LUNCH, FOUR, "11-23 09:00", ["11-23 11:00/11-23 14:30"], "11-23 16:30"),
        (LUNCH, FOUR, "11-23 08:00", ["11-23 12:00/11-23 13:30"], "11-23 12:00"),
        (PLAIN, DAY, "11-27 10:00", ["11-27 16:00/11-30 09:00"], "11-30 12:00"),
        (PLAIN, DAY, "09-30 15:00", ["09-30 16:00/10-08 09:00"], "10-08 17:00"),
        (PLAIN, EIGHT, "02-14 13:00", ["02-16 10:00/02-20 10:00"], "02-24 12:00"),
        # Wall limits wait on the wall clock.
        (PLAIN, WALL_DAY, "11-23 15:00", ["11-23 16:00/11-24 09:00"], "11-25 08:00"),
        (PLAIN, WALL_DAY, "09-30 15:00", ["09-30 16:00/10-08 16:00"], "10-09 15:00"),
        # Pauses add up, and one that began within the time won by another counts.
        (PLAIN, WALL_DAY, "11-23 15:00", ["11-23 16:00/11-23 18:00", "11-24 16:00/11-24 17:00"], "11-24 18:00"),
        (PLAIN, DAY, "11-23 15:00", ["11-23 16:00/11-23 16:30", "11-24 15:15/11-24 15:45"], "11-24 16:00"),
        # One that began when the limit had run out comes too late; one that begins at that very moment does not.
        (PLAIN, WALL_DAY, "11-23 15:00", ["11-24 15:01/11-24 18:00"], "11-24 15:00"),
        (PLAIN, WALL_DAY, "11-23 15:00", ["11-24 15:00/11-24 18:00"], "11-24 18:00"),
    ],
)
def test_a_pause_moves_the_end_by_exactly_the_time_it_took(
    calendar: BusinessCalendar, limit: Limit, received: str, pauses: list[str], wanted: str
) -> None:
    spans = [Span(*map(local, pause.split("/"))) for pause in pauses]
    assert due(calendar, limit, received, *spans) == local(wanted)


def test_a_pause_before_the_agreed_time_takes_nothing() -> None:
    """The wait until the agreed time is won already (T-08)."""
    pause = Span(local("11-23 16:00"), local("11-25 11:00"))
    times = due_times(
        Category.REPAIR,
        Severity.MINOR,
        local("11-23 15:00"),
        ClockRules(PLAIN, ClockPolicy()),
        agreed_at=local("11-25 10:00"),
        pauses=[pause],
    )
    assert times[Clock.SETTLE].due_at == local("11-26 11:00")


def test_a_community_may_keep_counting_from_receipt() -> None:
    rules = ClockRules(PLAIN, ClockPolicy(from_agreed=frozenset({Clock.ARRIVE})))
    received, agreed = local("11-23 15:00"), local("11-25 10:00")
    times = due_times(Category.REPAIR, Severity.EMERGENCY, received, rules, agreed_at=agreed)
    assert times[Clock.ARRIVE].due_at == agreed + timedelta(minutes=10)
    assert times[Clock.SETTLE].due_at == received + timedelta(hours=24)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"wall": HOUR, "working_days": 1},
        {"wall": timedelta()},
        {"working_time": -HOUR},
        {"working_days": 0},
        {"working_days": -1},
    ],
)
def test_a_limit_is_one_positive_time(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a limit"):
        Limit(**given)
