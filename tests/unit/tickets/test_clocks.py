"""Limits over the holidays of 2026, and what happens to clocks. Source: handbook T-04, T-06, T-08, T-13, T-28."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.requests.domain.clocks import (
    Clock,
    aim,
    breach_overdue,
    is_running,
    meet,
    reschedule,
    run_again,
    warn_near,
)
from services.tickets.requests.domain.intake import SEVERITIES, Category, Severity
from services.tickets.requests.domain.limits import LIMITS, ClockPolicy, ClockRules, WarningTime, due_times
from shared.kernel.business_calendar import BusinessCalendar
from tests.unit.tickets.timers import Timer

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = BusinessCalendar()
RULES = ClockRules(CALENDAR, ClockPolicy())
REPAIR, COMPLAINT = Category.REPAIR, Category.COMPLAINT
MINOR, MAJOR, IMPORTANT = Severity.MINOR, Severity.MAJOR, Severity.IMPORTANT


def local(text: str) -> datetime:
    """`11-23 15:00` of 2026, in Shanghai."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("severity", "received", "clock", "due"),
    [
        # T-13's own example: 15:00 on a working day, one working day ends at 15:00 of the next.
        (MINOR, "11-23 15:00", Clock.SETTLE, "11-24 15:00"),
        (MINOR, "11-23 15:00", Clock.RESPOND, "11-24 15:00"),
        # Outside working time counts as received at the next opening.
        (MINOR, "11-23 18:30", Clock.SETTLE, "11-25 08:00"),
        (MINOR, "11-24 05:00", Clock.SETTLE, "11-25 08:00"),
        (MINOR, "11-20 15:00", Clock.SETTLE, "11-23 15:00"),
        (MINOR, "11-21 10:00", Clock.SETTLE, "11-24 08:00"),
        (IMPORTANT, "11-23 15:00", Clock.SETTLE, "11-25 15:00"),
        (MAJOR, "11-23 15:00", Clock.SETTLE, "11-26 15:00"),
        # Plain hours run on the wall clock, nights and Sundays too.
        (MAJOR, "11-22 23:00", Clock.RESPOND, "11-23 01:00"),
        # Spring Festival: closed 15 to 23 February, made up on Saturdays 14 and 28.
        (MINOR, "02-13 15:00", Clock.SETTLE, "02-14 15:00"),
        (MINOR, "02-14 15:00", Clock.SETTLE, "02-24 15:00"),
        (MAJOR, "02-26 15:00", Clock.SETTLE, "03-02 15:00"),
        # Qingming, Labour Day (made up on Saturday 9 May), Dragon Boat, Mid-Autumn, National Day (1 to 7 October).
        (MINOR, "04-03 15:00", Clock.SETTLE, "04-07 15:00"),
        (MINOR, "04-30 15:00", Clock.SETTLE, "05-06 15:00"),
        (MINOR, "05-08 15:00", Clock.SETTLE, "05-09 15:00"),
        (MINOR, "06-18 15:00", Clock.SETTLE, "06-22 15:00"),
        (MINOR, "09-30 15:00", Clock.SETTLE, "10-08 15:00"),
        (IMPORTANT, "10-09 15:00", Clock.SETTLE, "10-12 15:00"),
        # A reply within 72 h at the latest, whatever is closed.
        (MINOR, "09-30 15:00", Clock.RESPOND, "10-03 15:00"),
        (MINOR, "02-14 15:00", Clock.RESPOND, "02-17 15:00"),
    ],
)
def test_a_complaint_is_due_on_the_working_calendar(severity: Severity, received: str, clock: Clock, due: str) -> None:
    assert due_times(COMPLAINT, severity, local(received), RULES)[clock].due_at == local(due)


@pytest.mark.parametrize(
    ("severity", "limits"),
    [
        (Severity.MINOR, {Clock.SETTLE: timedelta(hours=24)}),
        (Severity.MEDIUM, {Clock.SETTLE: timedelta(days=3)}),
        (Severity.EMERGENCY, {Clock.ARRIVE: timedelta(minutes=10), Clock.SETTLE: timedelta(hours=24)}),
    ],
)
@pytest.mark.parametrize("received", ["11-23 15:00", "10-01 03:00", "12-31 23:59"])
def test_a_repair_is_due_on_the_wall_clock(severity: Severity, limits: dict[Clock, timedelta], received: str) -> None:
    start = local(received)
    wanted = {clock: start + limit for clock, limit in limits.items()} | {Clock.DISPATCH: start + timedelta(minutes=5)}
    assert {clock: due.due_at for clock, due in due_times(REPAIR, severity, start, RULES).items()} == wanted


def test_every_category_with_severities_has_its_limits() -> None:
    assert set(LIMITS) == {(category, severity) for category, known in SEVERITIES.items() for severity in known}


def test_other_requests_have_the_dispatch_clock_alone() -> None:
    assert list(due_times(Category.SUGGESTION, MINOR, local("11-23 15:00"), RULES)) == [Clock.DISPATCH]


def test_a_rework_is_dispatched_within_a_day() -> None:
    start = local("11-23 15:00")
    due = due_times(REPAIR, MINOR, start, RULES, is_rework=True)
    assert due[Clock.DISPATCH].due_at == start + timedelta(hours=24)


def test_an_agreed_time_moves_arrival_and_settlement_alone() -> None:
    start, agreed = local("11-23 15:00"), local("11-25 10:00")
    due = due_times(REPAIR, Severity.EMERGENCY, start, RULES, agreed_at=agreed)
    assert due[Clock.DISPATCH].due_at == start + timedelta(minutes=5)
    assert due[Clock.ARRIVE].due_at == agreed + timedelta(minutes=10)
    assert due[Clock.SETTLE].due_at == agreed + timedelta(hours=24)
    reply = due_times(COMPLAINT, MINOR, start, RULES, agreed_at=agreed)[Clock.RESPOND].due_at
    assert reply == local("11-24 15:00")


NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_due_now_is_in_time_and_a_moment_later_is_not() -> None:
    timer = Timer(Clock.SETTLE, NOON)
    assert breach_overdue([timer], NOON) == []
    assert breach_overdue([timer], NOON + timedelta(microseconds=1)) == [timer]
    assert timer.breached_at == NOON
    assert breach_overdue([timer], NOON + MINUTE) == []


def test_meeting_a_clock_late_breaches_it_at_its_due_time() -> None:
    late, other = Timer(Clock.ARRIVE, NOON), Timer(Clock.SETTLE, NOON)
    assert meet([late, other], {Clock.ARRIVE}, NOON + MINUTE) == [late]
    assert (late.breached_at, late.met_at) == (NOON, NOON + MINUTE)
    assert is_running(other)
    assert meet([late], {Clock.ARRIVE}, NOON + 2 * MINUTE) == []
    assert late.met_at == NOON + MINUTE


def test_what_was_not_settled_after_all_runs_on() -> None:
    timer = Timer(Clock.SETTLE, NOON, met_at=NOON - MINUTE)
    run_again([timer], {Clock.SETTLE})
    assert is_running(timer)


def test_new_due_times_reach_running_clocks_alone() -> None:
    running, met = Timer(Clock.SETTLE, NOON), Timer(Clock.DISPATCH, NOON, met_at=NOON)
    gone, breached = Timer(Clock.RESPOND, NOON), Timer("old", NOON, breached_at=NOON)
    later = due_times(REPAIR, Severity.EMERGENCY, NOON + timedelta(days=1), RULES)
    changed = reschedule([running, met, gone, breached], later)
    assert (running.due_at, met.due_at) == (later[Clock.SETTLE].due_at, NOON)
    assert changed.added == {Clock.ARRIVE: later[Clock.ARRIVE]}
    assert changed.dropped == [Clock.RESPOND]


@pytest.mark.parametrize(
    ("warning", "severity", "received", "clock", "warned"),
    [
        # The last fifth, counted as the clock counts: of nine working hours, of a wall day, of five minutes.
        (WarningTime(), MINOR, "11-23 15:00", Clock.SETTLE, "11-24 13:12"),
        (WarningTime(), MINOR, "11-20 15:00", Clock.SETTLE, "11-23 13:12"),
        (WarningTime(), MAJOR, "11-22 23:00", Clock.RESPOND, "11-23 00:36"),
        (WarningTime(), MINOR, "11-23 15:00", Clock.DISPATCH, "11-23 15:04"),
        # A fixed lead, but never over half of the limit.
        (WarningTime(lead=timedelta(hours=2)), MINOR, "11-23 15:00", Clock.SETTLE, "11-24 13:00"),
        (WarningTime(lead=timedelta(hours=2)), MINOR, "11-23 09:00", Clock.SETTLE, "11-23 16:00"),
        (WarningTime(lead=timedelta(hours=2)), MAJOR, "11-22 23:00", Clock.RESPOND, "11-23 00:00"),
    ],
)
def test_a_limit_is_warned_of_by_the_policy(
    warning: WarningTime, severity: Severity, received: str, clock: Clock, warned: str
) -> None:
    rules = ClockRules(CALENDAR, ClockPolicy(warning=warning))
    assert due_times(COMPLAINT, severity, local(received), rules)[clock].warn_at == local(warned)


def test_a_clock_warns_once_and_never_after_its_breach() -> None:
    timer = Timer(Clock.SETTLE, NOON, warn_at=NOON - MINUTE)
    aim(timer)
    assert timer.next_at == NOON - MINUTE
    assert warn_near([timer], NOON - MINUTE) == []
    assert warn_near([timer], NOON) == [timer]
    assert (timer.warned_at, timer.next_at) == (NOON - MINUTE, NOON)
    assert warn_near([timer], NOON) == []
    late = Timer(Clock.SETTLE, NOON, warn_at=NOON - MINUTE)
    assert breach_overdue([late], NOON + MINUTE) == [late]
    assert warn_near([late], NOON + MINUTE) == []
    assert late.next_at is None


@given(
    received=st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31)),  # noqa: DTZ001 - made aware below
    severity=st.sampled_from(SEVERITIES[COMPLAINT]),
)
def test_no_clock_of_a_complaint_is_due_before_it_was_received(received: datetime, severity: Severity) -> None:
    start = received.replace(tzinfo=SHANGHAI)
    due = due_times(COMPLAINT, severity, start, RULES)
    assert all(times.starts_at <= times.warn_at < times.due_at for times in due.values())
    assert due[Clock.RESPOND].due_at <= start + timedelta(hours=72)
    opening = CALENDAR.next_opening(due[Clock.SETTLE].due_at - timedelta(microseconds=1))
    assert opening <= due[Clock.SETTLE].due_at
