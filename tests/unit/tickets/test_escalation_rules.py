"""The ladder, half a working day, a month. Source: handbook T-12 … T-14."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from services.tickets.domain.duties import Standing
from services.tickets.escalations.domain.ladder import (
    SLIPS,
    TRANSITIONS,
    EscalationPolicy,
    Level,
    SlipAction,
    SlipStatus,
    answer_time,
    grow_time,
    may_answer,
    month_after,
    next_level,
    said_in_time,
)
from shared.kernel.business_calendar import BusinessCalendar
from shared.kernel.state_machine import IllegalTransition

CALENDAR = BusinessCalendar()
LEAD, MANAGER, DESK = (Standing(role, {role}) for role in ("service_lead", "manager", "front_desk"))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CALENDAR.time_zone)


@pytest.mark.parametrize(("status", "action"), list(product(SlipStatus, SlipAction)))
def test_every_pair_of_a_slip(status: SlipStatus, action: SlipAction) -> None:
    if (status, action) in TRANSITIONS:
        assert SLIPS.next(status, action) is TRANSITIONS[status, action]
    else:
        with pytest.raises(IllegalTransition):
            SLIPS.next(status, action)


@pytest.mark.parametrize(
    ("taken", "by", "level"),
    [
        ((), None, Level.LEAD),
        ((), DESK, Level.LEAD),
        ((), LEAD, Level.MANAGER),
        ((), MANAGER, None),
        ((Level.LEAD,), None, Level.MANAGER),
        ((Level.LEAD,), DESK, Level.MANAGER),
        ((Level.LEAD,), MANAGER, None),
        ((Level.MANAGER,), None, None),
        ((Level.LEAD, Level.MANAGER), LEAD, None),
    ],
)
def test_it_goes_to_the_rung_above_who_has_it_and_who_says_so(
    taken: tuple[Level, ...], by: Standing | None, level: Level | None
) -> None:
    assert next_level(taken, by) is level


@pytest.mark.parametrize(
    ("level", "by", "may"),
    [
        (Level.LEAD, DESK, False),
        (Level.LEAD, LEAD, True),
        (Level.LEAD, MANAGER, True),
        (Level.MANAGER, LEAD, False),
        (Level.MANAGER, MANAGER, True),
    ],
)
def test_the_rung_answers_or_one_above(level: Level, by: Standing, *, may: bool) -> None:
    assert may_answer(level, by) is may


@pytest.mark.parametrize(
    ("sent", "said", "in_time"),
    [
        (at(date(2026, 11, 23), 8), at(date(2026, 11, 23), 12, 30), True),
        (at(date(2026, 11, 23), 8), at(date(2026, 11, 23), 12, 31), False),
        # over the weekend: an hour of Friday and 3.5 of Monday
        (at(date(2026, 11, 20), 16), at(date(2026, 11, 23), 11, 30), True),
        (at(date(2026, 11, 20), 16), at(date(2026, 11, 23), 11, 31), False),
        # New Year: 1 to 3 January are off, Sunday the 4th is made up for
        (at(date(2025, 12, 31), 16), at(date(2026, 1, 4), 11, 30), True),
        (at(date(2025, 12, 31), 16), at(date(2026, 1, 4), 11, 31), False),
    ],
)
def test_half_a_working_day_is_counted_on_the_calendar(sent: datetime, said: datetime, *, in_time: bool) -> None:
    assert said_in_time(sent, said, CALENDAR) is in_time


@pytest.mark.parametrize(
    ("raised", "answered_by"),
    [
        (at(date(2026, 11, 23), 8), at(date(2026, 11, 23), 16)),
        (at(date(2026, 11, 23), 10), at(date(2026, 11, 24), 9)),
        (at(date(2026, 11, 20), 16), at(date(2026, 11, 23), 15)),
        # outside working time: before opening, after closing, on a Saturday, on New Year's Day
        (at(date(2026, 11, 23), 7, 59), at(date(2026, 11, 24), 7, 59)),
        (at(date(2026, 11, 23), 17), at(date(2026, 11, 24), 17)),
        (at(date(2026, 11, 21), 10), at(date(2026, 11, 22), 10)),
        (at(date(2026, 1, 1), 10), at(date(2026, 1, 2), 10)),
        # a Sunday that is made up for is a working day
        (at(date(2026, 1, 4), 9), at(date(2026, 1, 4), 17)),
    ],
)
def test_a_slip_is_answered_in_8_working_hours_or_in_24_when_raised_outside_them(
    raised: datetime, answered_by: datetime
) -> None:
    assert answer_time(raised, CALENDAR) == answered_by


@pytest.mark.parametrize(
    ("opened", "grown"),
    [
        (date(2026, 11, 23), date(2026, 12, 23)),
        (date(2026, 12, 15), date(2027, 1, 15)),
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 3, 31), date(2026, 4, 30)),
    ],
)
def test_a_month_is_the_same_day_of_the_next_or_its_last(opened: date, grown: date) -> None:
    assert month_after(at(opened, 10), CALENDAR) == at(grown, 10)
    assert grow_time(at(opened, 10), CALENDAR) == at(grown, 10)


def test_the_month_is_the_communitys_not_greenwichs() -> None:
    opened = datetime(2026, 1, 31, 17, 0, tzinfo=UTC)  # 1 February, one in the morning
    assert month_after(opened, CALENDAR) == datetime(2026, 2, 28, 17, 0, tzinfo=UTC)


def test_a_community_may_let_a_complaint_grow_sooner_and_give_departments_less_time() -> None:
    policy = EscalationPolicy(say_within_percent=25, major_after_days=14)
    opened = at(date(2026, 11, 23), 8)
    assert grow_time(opened, CALENDAR, policy) == opened + timedelta(days=14)
    quarter = at(date(2026, 11, 23), 10, 15)
    assert said_in_time(opened, quarter, CALENDAR, policy)
    assert not said_in_time(opened, quarter + timedelta(minutes=1), CALENDAR, policy)
