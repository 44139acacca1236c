"""What holds for every calendar, whatever its hours, its entries and its zone."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.kernel.business_calendar import BusinessCalendar, DayKind, Weekday, WorkingHours, WorkingWindow

_HALF_HOUR = timedelta(minutes=30)
_TIMES = [time(minute // 60, minute % 60) for minute in range(0, 24 * 60, 30)]


@st.composite
def windows_of_a_day(draw: st.DrawFn) -> list[WorkingWindow]:
    edges = sorted(draw(st.sets(st.sampled_from(_TIMES), min_size=2, max_size=6)))
    return [WorkingWindow(start, end) for start, end in list(pairwise(edges))[::2]]


@st.composite
def calendars(draw: st.DrawFn, zones: tuple[str, ...] = ("Asia/Shanghai",)) -> BusinessCalendar:
    week = draw(st.dictionaries(st.sampled_from(Weekday), windows_of_a_day(), min_size=1))
    days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
    entries = draw(st.dictionaries(days, st.sampled_from(DayKind), max_size=10))
    zone = ZoneInfo(draw(st.sampled_from(zones)))
    return BusinessCalendar(time_zone=zone, hours=WorkingHours(week), entries=entries)


ANYWHERE = calendars(("Asia/Shanghai", "Asia/Kolkata", "Europe/Berlin", "America/New_York"))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
DURATIONS = st.timedeltas(timedelta(0), timedelta(hours=200))


@settings(deadline=None)
@given(ANYWHERE, MOMENTS, DURATIONS)
def test_the_working_time_up_to_what_was_counted_out_is_what_was_counted(
    calendar: BusinessCalendar, start: datetime, duration: timedelta
) -> None:
    end = calendar.add_working_time(start, duration)
    assert calendar.working_time_between(start, end) == duration
    assert duration == timedelta(0) or calendar.is_open(end - timedelta.resolution)


@settings(deadline=None)
@given(ANYWHERE, MOMENTS)
def test_the_next_opening_is_open_and_nothing_was_open_before_it(calendar: BusinessCalendar, moment: datetime) -> None:
    opening = calendar.next_opening(moment)
    assert opening >= moment
    assert calendar.is_open(opening) is True
    assert calendar.working_time_between(moment, opening) == timedelta(0)


@settings(deadline=None)
@given(ANYWHERE, MOMENTS, MOMENTS, DURATIONS)
def test_what_starts_later_or_lasts_longer_never_ends_earlier(
    calendar: BusinessCalendar, one: datetime, other: datetime, duration: timedelta
) -> None:
    early, late = sorted((one, other))
    end = calendar.add_working_time(early, duration)
    assert end <= calendar.add_working_time(late, duration)
    assert end < calendar.add_working_time(early, duration + timedelta.resolution)


@settings(deadline=None)
@given(calendars(), MOMENTS, MOMENTS, st.integers(0, 15))
def test_what_is_received_later_or_given_more_days_is_never_due_earlier(
    calendar: BusinessCalendar, one: datetime, other: datetime, days: int
) -> None:
    early, late = sorted((one, other))
    due = calendar.add_working_days(early, days)
    assert due >= early
    assert due <= calendar.add_working_days(late, days)
    assert due < calendar.add_working_days(early, days + 1)


@settings(deadline=None)
@given(calendars(), MOMENTS, st.integers(0, 15))
def test_a_deadline_in_working_days_lies_in_a_window_or_at_its_closing(
    calendar: BusinessCalendar, received: datetime, days: int
) -> None:
    due = calendar.add_working_days(received, days)
    assert calendar.is_open(due) or calendar.is_open(due - timedelta.resolution)


@settings(deadline=None)
@given(ANYWHERE, MOMENTS, MOMENTS, MOMENTS)
def test_working_time_of_two_stretches_adds_up(
    calendar: BusinessCalendar, one: datetime, two: datetime, three: datetime
) -> None:
    parts = calendar.working_time_between(one, two) + calendar.working_time_between(two, three)
    assert parts == calendar.working_time_between(one, three)


@settings(deadline=None, max_examples=30)
@given(ANYWHERE, st.dates(date(2026, 1, 1), date(2028, 12, 1)), st.integers(0, 800))
def test_working_time_is_the_sum_of_the_half_hours_that_are_open(
    calendar: BusinessCalendar, day: date, half_hours: int
) -> None:
    start = datetime.combine(day, time(), UTC)
    slots = [start + number * _HALF_HOUR for number in range(half_hours)]
    expected = sum((_HALF_HOUR for slot in slots if calendar.is_open(slot)), timedelta())
    assert calendar.working_time_between(start, start + half_hours * _HALF_HOUR) == expected
