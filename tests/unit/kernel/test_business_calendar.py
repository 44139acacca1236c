from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.kernel.business_calendar import (
    DEFAULT_HOURS,
    DEFAULT_TIME_ZONE,
    BusinessCalendar,
    DayKind,
    Weekday,
    WorkingHours,
    WorkingWindow,
)

# 2026, as the State Council published it: 15–23 February and 1–7 October off; 14 and 28 February,
# 20 September and 10 October made up.
CALENDAR = BusinessCalendar()
MORNING = WorkingWindow(time(8), time(12))
AFTERNOON = WorkingWindow(time(13, 30), time(17))
WITH_LUNCH_BREAK = BusinessCalendar(hours=WorkingHours.monday_to_friday(MORNING, AFTERNOON))
FIRST_UNKNOWN_YEAR = max(chinese_calendar.holidays).year + 1


def at(local: str, zone: ZoneInfo = DEFAULT_TIME_ZONE) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=zone)


def hours_with(friday: WorkingWindow) -> WorkingHours:
    """Monday to Thursday as by default, Friday its own."""
    ordinary = dict.fromkeys(list(Weekday)[:4], DEFAULT_HOURS.on(Weekday.MONDAY))
    return WorkingHours({**ordinary, Weekday.FRIDAY: [friday]})


# ── which days work ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-01-01", False),  # New Year
        ("2026-01-04", True),  # Sunday, made up
        ("2026-02-13", True),  # Friday before Spring Festival
        ("2026-02-14", True),  # Saturday, made up
        ("2026-02-15", False),
        ("2026-02-23", False),  # last Monday of Spring Festival
        ("2026-02-24", True),
        ("2026-02-28", True),  # Saturday, made up
        ("2026-03-07", False),  # any Saturday
        ("2026-09-20", True),  # Sunday, made up
        ("2026-09-25", False),  # Mid-autumn
        ("2026-09-30", True),
        ("2026-10-01", False),  # National Day
        ("2026-10-07", False),
        ("2026-10-08", True),
        ("2026-10-10", True),  # Saturday, made up
        ("2026-10-11", False),
    ],
)
def test_days_around_the_holidays_of_2026_work_as_published(day: str, works: bool) -> None:
    assert CALENDAR.is_working_day(date.fromisoformat(day)) is works
    assert chinese_calendar.is_workday(date.fromisoformat(day)) is works


def test_every_year_that_the_library_knows_agrees_with_the_library() -> None:
    first, last = min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year
    start, days = date(first, 1, 1), (date(last, 12, 31) - date(first, 1, 1)).days + 1
    known = [start + timedelta(days=number) for number in range(days)]
    assert [day for day in known if CALENDAR.is_working_day(day) != chinese_calendar.is_workday(day)] == []


@settings(deadline=None)
@given(day=st.dates(min_value=date(FIRST_UNKNOWN_YEAR, 1, 1)))
def test_a_year_that_the_library_does_not_know_has_weekends_and_the_holidays_of_fixed_date(day: date) -> None:
    is_holiday = f"{day:%m-%d}" in {"01-01", "05-01", "05-02", "10-01", "10-02", "10-03"}
    assert CALENDAR.is_working_day(day) is (day.weekday() < 5 and not is_holiday)


@settings(deadline=None)
@given(
    day=st.dates(min_value=date(2004, 1, 1), max_value=date(FIRST_UNKNOWN_YEAR + 50, 12, 31)),
    kind=st.sampled_from(DayKind),
)
def test_the_communitys_own_entry_wins_in_any_year(day: date, kind: DayKind) -> None:
    calendar = BusinessCalendar(entries={day: kind})
    assert calendar.is_working_day(day) is (kind is DayKind.WORKING)


def test_entries_changed_after_the_calendar_was_built_change_nothing() -> None:
    entries = {date(2026, 3, 11): DayKind.HOLIDAY}
    calendar = BusinessCalendar(entries=entries)
    entries.clear()
    assert calendar.is_working_day(date(2026, 3, 11)) is False


def test_a_moment_is_refused_where_a_local_date_is_asked_for() -> None:
    with pytest.raises(TypeError):
        CALENDAR.is_working_day(at("2026-03-11 15:00"))


def test_the_local_date_is_the_communitys_and_not_utcs() -> None:
    assert CALENDAR.date_of(datetime(2026, 9, 30, 23, tzinfo=UTC)) == date(2026, 10, 1)


def test_a_saturday_with_windows_of_its_own_works_but_not_in_a_public_holiday() -> None:
    week = {**DEFAULT_HOURS.by_weekday, Weekday.SATURDAY: [MORNING]}
    calendar = BusinessCalendar(hours=WorkingHours(week))
    assert calendar.is_working_day(date(2026, 3, 7)) is True
    assert calendar.is_working_day(date(2026, 10, 3)) is False
    assert calendar.is_open(at("2026-03-07 14:00")) is False


# ── open or closed ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-03-11 07:59:59.999999", False),
        ("2026-03-11 08:00", True),
        ("2026-03-11 11:59:59.999999", True),
        ("2026-03-11 12:00", False),
        ("2026-03-11 13:30", True),
        ("2026-03-11 17:00", False),
        ("2026-03-14 10:00", False),  # Saturday
        ("2026-09-20 10:00", True),  # make-up Sunday
        ("2026-10-01 10:00", False),
    ],
)
def test_a_window_is_open_from_its_start_up_to_its_end(moment: str, is_open: bool) -> None:
    assert WITH_LUNCH_BREAK.is_open(at(moment)) is is_open


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-03-11 15:00", "2026-03-11 15:00"),
        ("2026-03-11 12:10", "2026-03-11 13:30"),
        ("2026-03-11 17:00", "2026-03-12 08:00"),
        ("2026-03-13 20:00", "2026-03-16 08:00"),
        ("2026-09-18 20:00", "2026-09-20 08:00"),  # into a make-up Sunday
        ("2026-09-30 17:30", "2026-10-08 08:00"),
        ("2026-02-14 17:00", "2026-02-24 08:00"),
    ],
)
def test_the_next_opening_is_now_while_open_and_else_the_next_window(moment: str, opening: str) -> None:
    found = WITH_LUNCH_BREAK.next_opening(at(moment))
    assert found == at(opening)
    assert found.tzinfo is UTC


def test_a_make_up_day_keeps_mondays_windows_and_not_the_half_saturdays() -> None:
    week = {**WITH_LUNCH_BREAK.hours.by_weekday, Weekday.SATURDAY: [WorkingWindow(time(9), time(11))]}
    calendar = BusinessCalendar(hours=WorkingHours(week))
    assert calendar.is_open(at("2026-10-10 16:00")) is True
    assert calendar.is_open(at("2026-10-10 12:30")) is False


def test_an_entry_opens_an_ordinary_sunday_with_mondays_windows() -> None:
    calendar = BusinessCalendar(hours=hours_with(MORNING), entries={date(2026, 3, 15): DayKind.WORKING})
    assert calendar.next_opening(at("2026-03-13 12:00")) == at("2026-03-15 08:00")
    assert calendar.is_open(at("2026-03-15 16:59")) is True


def test_a_day_worked_in_a_holiday_keeps_its_weekdays_own_windows() -> None:
    national_day_2027_friday = date(2027, 10, 1)
    calendar = BusinessCalendar(hours=hours_with(MORNING), entries={national_day_2027_friday: DayKind.WORKING})
    assert calendar.is_open(at("2027-10-01 11:00")) is True
    assert calendar.is_open(at("2027-10-01 14:00")) is False


def test_where_monday_is_off_a_make_up_day_keeps_the_next_working_weekdays_windows() -> None:
    week = {Weekday.THURSDAY: [AFTERNOON], Weekday.FRIDAY: [MORNING]}
    calendar = BusinessCalendar(hours=WorkingHours(week))
    assert calendar.is_working_day(date(2026, 3, 16)) is False  # a Monday
    assert calendar.next_opening(at("2026-09-20 00:00")) == at("2026-09-20 13:30")


def test_windows_are_local_times_of_the_communitys_zone() -> None:
    urumqi = ZoneInfo("Asia/Urumqi")
    assert BusinessCalendar(time_zone=urumqi).next_opening(at("2026-03-11 00:00", urumqi)) == datetime(
        2026, 3, 11, 2, tzinfo=UTC
    )


# ── counting working days (T-13) ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        ("2026-03-11 15:00", 0, "2026-03-11 15:00"),
        ("2026-03-11 15:00", 1, "2026-03-12 15:00"),
        ("2026-03-11 15:00", 3, "2026-03-16 15:00"),
        ("2026-03-13 15:00", 1, "2026-03-16 15:00"),
        # outside working time: as if received at the next opening
        ("2026-03-16 07:00", 1, "2026-03-17 08:00"),
        ("2026-03-16 17:00", 1, "2026-03-18 08:00"),
        ("2026-03-14 10:00", 1, "2026-03-17 08:00"),
        ("2026-03-14 10:00", 0, "2026-03-16 08:00"),
        ("2026-10-03 10:00", 1, "2026-10-09 08:00"),
        # National Day
        ("2026-09-30 15:00", 1, "2026-10-08 15:00"),
        ("2026-09-30 15:00", 3, "2026-10-10 15:00"),
        ("2026-09-30 15:00", 4, "2026-10-12 15:00"),
        ("2026-09-18 15:00", 1, "2026-09-20 15:00"),
        # Mid-autumn
        ("2026-09-24 15:00", 1, "2026-09-28 15:00"),
        # Spring Festival
        ("2026-02-13 15:00", 1, "2026-02-14 15:00"),
        ("2026-02-13 15:00", 2, "2026-02-24 15:00"),
        ("2026-02-27 15:00", 1, "2026-02-28 15:00"),
        # over New Year
        ("2025-12-31 15:00", 1, "2026-01-04 15:00"),
    ],
)
def test_working_days_end_at_the_time_of_day_at_which_they_began(received: str, days: int, due: str) -> None:
    ends = CALENDAR.add_working_days(at(received), days)
    assert ends == at(due)
    assert ends.tzinfo is UTC


def test_received_in_the_lunch_break_counts_from_the_afternoon() -> None:
    assert WITH_LUNCH_BREAK.add_working_days(at("2026-03-11 12:30"), 1) == at("2026-03-12 13:30")


@pytest.mark.parametrize(
    ("friday", "received", "due"),
    [
        (MORNING, "2026-03-12 16:00", "2026-03-13 12:00"),  # after its last window: its closing
        (AFTERNOON, "2026-03-12 09:00", "2026-03-13 13:30"),  # before its first: its opening
        (AFTERNOON, "2026-03-12 16:00", "2026-03-13 16:00"),
    ],
)
def test_a_last_day_with_other_windows_takes_the_deadline_into_them(
    friday: WorkingWindow, received: str, due: str
) -> None:
    assert BusinessCalendar(hours=hours_with(friday)).add_working_days(at(received), 1) == at(due)


def test_the_communitys_own_holidays_lengthen_a_deadline_in_a_year_that_the_library_does_not_know() -> None:
    eve = date(FIRST_UNKNOWN_YEAR, 9, 30)
    week = [eve + timedelta(days=number) for number in range(1, 8)]
    calendar = BusinessCalendar(entries={eve: DayKind.WORKING, **dict.fromkeys(week, DayKind.HOLIDAY)})
    back = next(day for day in (eve + timedelta(days=number) for number in range(8, 12)) if day.weekday() < 5)
    received = datetime.combine(eve, time(15), DEFAULT_TIME_ZONE)
    assert calendar.add_working_days(received, 1) == datetime.combine(back, time(15), DEFAULT_TIME_ZONE)


# ── running working time ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        ("2026-03-11 09:00", timedelta(hours=2), "2026-03-11 11:00"),
        ("2026-03-11 09:00", timedelta(hours=3), "2026-03-11 12:00"),  # ends at the closing, not after lunch
        ("2026-03-11 11:00", timedelta(hours=2), "2026-03-11 14:30"),
        ("2026-03-11 16:00", timedelta(hours=2), "2026-03-12 09:00"),
        ("2026-09-30 16:00", timedelta(hours=8), "2026-10-08 16:30"),
        ("2026-10-09 16:30", timedelta(hours=1), "2026-10-10 08:30"),  # over into a make-up Saturday
        ("2026-03-14 10:00", timedelta(0), "2026-03-16 08:00"),
    ],
)
def test_working_time_runs_over_open_windows_only(start: str, duration: timedelta, end: str) -> None:
    found = WITH_LUNCH_BREAK.add_working_time(at(start), duration)
    assert found == at(end)
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-03-11 08:00", "2026-03-11 17:00", 7.5),
        ("2026-03-11 12:00", "2026-03-11 13:30", 0),
        ("2026-03-13 16:00", "2026-03-16 09:00", 2),
        ("2026-10-01 00:00", "2026-10-08 00:00", 0),
        ("2026-09-30 16:00", "2026-10-11 00:00", 1 + 3 * 7.5),  # 8, 9 and make-up 10 October
        ("2026-03-16 09:00", "2026-03-13 16:00", -2),
    ],
)
def test_working_time_between_two_moments_skips_nights_lunch_and_holidays(start: str, end: str, hours: float) -> None:
    assert WITH_LUNCH_BREAK.working_time_between(at(start), at(end)) == timedelta(hours=hours)


def test_a_clock_change_inside_a_window_is_counted_as_it_passes() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    night = WorkingHours({Weekday.SUNDAY: [WorkingWindow(time(1), time(4))]})
    calendar = BusinessCalendar(time_zone=berlin, hours=night)
    spring, autumn = at("2027-03-28 00:00", berlin), at("2027-10-31 00:00", berlin)
    assert calendar.working_time_between(spring, spring + timedelta(days=1)) == timedelta(hours=2)
    assert calendar.working_time_between(autumn, autumn + timedelta(days=1)) == timedelta(hours=4)


def test_windows_in_the_hour_that_a_clock_change_skips_never_count_twice() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    windows = [WorkingWindow(time(1, 30), time(2, 30)), WorkingWindow(time(3), time(4))]
    calendar = BusinessCalendar(time_zone=berlin, hours=WorkingHours({Weekday.SUNDAY: windows}))
    midnight = at("2027-03-28 00:00", berlin)
    assert calendar.working_time_between(midnight, midnight + timedelta(days=1)) == timedelta(hours=1.5)
