from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta

import pytest

from shared.kernel.business_calendar import (
    DEFAULT_TIME_ZONE,
    BadWorkingHours,
    BusinessCalendar,
    DayKind,
    NoWorkingTime,
    Weekday,
    WorkingHours,
    WorkingWindow,
)
from shared.kernel.errors import Kind

CALENDAR = BusinessCalendar()
MORNING = WorkingWindow(time(8), time(12))
AFTERNOON = WorkingWindow(time(13, 30), time(17))
NAIVE = datetime(2026, 3, 11, 15)  # noqa: DTZ001 - the very thing to refuse


def at(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=DEFAULT_TIME_ZONE)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: CALENDAR.is_open(NAIVE),
        lambda: CALENDAR.date_of(NAIVE),
        lambda: CALENDAR.next_opening(NAIVE),
        lambda: CALENDAR.add_working_days(NAIVE, 1),
        lambda: CALENDAR.add_working_time(NAIVE, timedelta(hours=1)),
        lambda: CALENDAR.working_time_between(NAIVE, at("2026-03-11 16:00")),
        lambda: CALENDAR.working_time_between(at("2026-03-11 16:00"), NAIVE),
    ],
)
def test_a_naive_moment_is_refused(ask: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match="aware"):
        ask()


@pytest.mark.parametrize(
    "ask",
    [
        lambda: CALENDAR.add_working_days(at("2026-03-11 15:00"), -1),
        lambda: CALENDAR.add_working_time(at("2026-03-11 15:00"), timedelta(seconds=-1)),
    ],
)
def test_counting_backwards_is_refused(ask: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match="forward only"):
        ask()


@pytest.mark.parametrize(
    ("week", "pointer", "reason"),
    [
        ({}, "/hours", "at least one"),
        ({Weekday.MONDAY: []}, "/hours", "at least one"),
        ({Weekday.MONDAY: [WorkingWindow(time(17), time(8))]}, "/hours/monday/0", "end later"),
        ({Weekday.FRIDAY: [MORNING, WorkingWindow(time(13), time(13))]}, "/hours/friday/1", "end later"),
        (
            {Weekday.SUNDAY: [MORNING, WorkingWindow(time(11, 59), time(14))]},
            "/hours/sunday/1",
            "not overlap",
        ),
        (
            {Weekday.SUNDAY: [AFTERNOON, MORNING, WorkingWindow(time(8), time(9))]},
            "/hours/sunday/2",
            "not overlap",
        ),
        ({Weekday.MONDAY: [WorkingWindow(time(8, tzinfo=UTC), time(12))]}, "/hours/monday/0", "offset"),
    ],
)
def test_windows_that_can_not_be_kept_are_refused_by_place(
    week: Mapping[Weekday, list[WorkingWindow]], pointer: str, reason: str
) -> None:
    with pytest.raises(BadWorkingHours, match=reason) as refusal:
        WorkingHours(week, pointer="/hours")
    assert refusal.value.pointer == pointer
    assert refusal.value.kind is Kind.INVALID
    assert refusal.value.explain("zh-CN") != refusal.value.explain("en")


def test_windows_given_out_of_order_or_touching_are_kept_in_order() -> None:
    hours = WorkingHours.monday_to_friday(AFTERNOON, MORNING, WorkingWindow(time(12), time(13, 30)))
    assert [window.start for window in hours.on(Weekday.TUESDAY)] == [time(8), time(12), time(13, 30)]
    assert hours.on(Weekday.SUNDAY) == ()


def test_a_calendar_closed_for_three_years_is_named_instead_of_searched_for_ever() -> None:
    closed = {date(2026, 3, 11) + timedelta(days=number): DayKind.HOLIDAY for number in range(3 * 366 + 1)}
    calendar = BusinessCalendar(entries=closed)
    asks: list[Callable[[], object]] = [
        lambda: calendar.next_opening(at("2026-03-11 09:00")),
        lambda: calendar.add_working_days(at("2026-03-10 09:00"), 1),
        lambda: calendar.add_working_time(at("2026-03-10 09:00"), timedelta(hours=9)),
    ]
    for ask in asks:
        with pytest.raises(NoWorkingTime, match="2026-03-1") as refusal:
            ask()
        assert refusal.value.kind is Kind.CONFLICT


def test_the_end_of_the_calendar_is_a_clear_error() -> None:
    with pytest.raises(NoWorkingTime):
        CALENDAR.next_opening(at("9999-12-31 18:00"))
