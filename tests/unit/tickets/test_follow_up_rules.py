"""Which tickets are visited, when and by whom. Source: handbook T-16 … T-19."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.duties import Standing, VisitorLevel
from services.tickets.domain.sampling import score
from services.tickets.follow_ups.domain.visits import (
    Case,
    FollowUpPolicy,
    Move,
    Result,
    SoFar,
    is_other_occasion,
    level_for,
    move_for,
    plan_visit,
)
from services.tickets.requests.domain.intake import Category, Department, Severity
from shared.kernel.business_calendar import BusinessCalendar
from shared.kernel.ids import stable_id

CALENDAR = BusinessCalendar()
DONE = datetime(2026, 11, 23, 2, tzinfo=UTC)
TICKETS = [stable_id("ticket", str(number)) for number in range(4000)]


def case(
    ticket_id: str = TICKETS[0],
    *,
    category: Category = Category.REPAIR,
    severity: Severity = Severity.MINOR,
    department: Department = Department.ENGINEERING,
    rework_count: int = 0,
) -> Case:
    return Case(ticket_id, category, severity, department, rework_count, DONE)


def sampled(category: Category, policy: FollowUpPolicy) -> list[str]:
    return [it for it in TICKETS if plan_visit(case(it, category=category), policy, CALENDAR) is not None]


def test_the_sample_is_the_same_whoever_asks_and_another_for_another_seed() -> None:
    first, again = (sampled(Category.REPAIR, FollowUpPolicy(seed="a")) for _ in range(2))
    assert first == again
    assert first != sampled(Category.REPAIR, FollowUpPolicy(seed="b"))


@pytest.mark.parametrize(
    ("category", "coverage", "percent"),
    [
        (Category.REPAIR, {}, 30),
        (Category.REPAIR, {"repair": 60}, 60),
        (Category.REPAIR, {"repair": 5}, 30),
        (Category.REPAIR, {"repair": 100}, 100),
        (Category.COMPLAINT, {}, 100),
        (Category.COMPLAINT, {"complaint": 10}, 100),
        (Category.SUGGESTION, {}, 10),
        (Category.HELP, {"other": 40}, 40),
        (Category.HELP, {"other": 900}, 100),
    ],
)
def test_the_sample_is_near_the_coverage(category: Category, coverage: dict[str, int], percent: int) -> None:
    policy = FollowUpPolicy("lobby", coverage=coverage)
    assert policy.percent(category) == percent
    assert 100 * len(sampled(category, policy)) / len(TICKETS) == pytest.approx(percent, abs=2.5)


def test_a_wider_sample_holds_the_narrower_one() -> None:
    narrow = set(sampled(Category.REPAIR, FollowUpPolicy("lobby")))
    assert narrow < set(sampled(Category.REPAIR, FollowUpPolicy("lobby", coverage={"repair": 60})))


def test_at_least_one_repair_in_a_hundred_is_visited_on_site() -> None:
    visits = [plan_visit(case(it), FollowUpPolicy("lobby"), CALENDAR) for it in TICKETS]
    on_site = sum(visit.on_site for visit in visits if visit)
    assert 100 * on_site / len(TICKETS) == pytest.approx(1, abs=0.5)


@pytest.mark.parametrize(
    "visited",
    [
        case(severity=Severity.EMERGENCY),
        case(category=Category.COMPLAINT, severity=Severity.MAJOR),
        case(department=Department.DEVELOPER),
        case(rework_count=2),
    ],
)
def test_what_must_be_seen_is_visited_on_site_whatever_the_sample(visited: Case) -> None:
    unlucky = FollowUpPolicy(seed=next(s for s in map(str, range(100)) if score(s, visited.ticket_id) > 9000))
    visit = plan_visit(visited, unlucky, CALENDAR)
    assert visit is not None
    assert visit.on_site


@pytest.mark.parametrize(
    ("score_below", "given", "so_far", "causes"),
    [
        (100, {}, None, ("drawn", "spot_check")),
        (3000, {}, None, ("drawn",)),
        (10_000, {}, SoFar(9, 2), ("filled",)),
        (10_000, {}, SoFar(9, 3), None),
        (10_000, {"rework_count": 1}, SoFar(9, 2), ("rework",)),
        (10_000, {"severity": Severity.EMERGENCY}, None, ("on_site_rule",)),
        (10_000, {"category": Category.COMPLAINT}, None, ("every_one",)),
    ],
)
def test_a_visit_says_why_its_ticket_was_taken(
    score_below: int, given: dict[str, Any], so_far: SoFar | None, causes: tuple[str, ...] | None
) -> None:
    least = {100: 0, 3000: 100, 10_000: 3000}[score_below]
    seed = next(it for it in map(str, range(4000)) if least <= score(it, TICKETS[0]) < score_below)
    visit = plan_visit(case(**given), FollowUpPolicy(seed), CALENDAR, so_far=so_far)
    assert (visit and visit.causes) == causes


def test_a_first_rework_is_visited_but_need_not_be_seen() -> None:
    unlucky = FollowUpPolicy(seed=next(s for s in map(str, range(100)) if score(s, TICKETS[0]) > 9000))
    assert plan_visit(case(), unlucky, CALENDAR) is None
    visit = plan_visit(case(rework_count=1), unlucky, CALENDAR)
    assert visit is not None
    assert not visit.on_site


@pytest.mark.parametrize(
    ("severity", "level"),
    [
        (Severity.MINOR, VisitorLevel.STAFF),
        (Severity.MEDIUM, VisitorLevel.STAFF),
        (Severity.EMERGENCY, VisitorLevel.LEAD),
        (Severity.IMPORTANT, VisitorLevel.LEAD),
        (Severity.MAJOR, VisitorLevel.MANAGER),
    ],
)
def test_the_severity_decides_who_goes(severity: Severity, level: VisitorLevel) -> None:
    assert level_for(severity, FollowUpPolicy("lobby")) is level


@pytest.mark.parametrize(
    ("roles", "may"),
    [
        (["service_assistant"], {VisitorLevel.STAFF}),
        (["service_lead"], {VisitorLevel.STAFF, VisitorLevel.LEAD}),
        (["manager"], set(VisitorLevel)),
    ],
)
def test_a_higher_level_may_stand_in_for_a_lower(roles: list[str], may: set[VisitorLevel]) -> None:
    assert {level for level in VisitorLevel if Standing("a", roles).may_visit(level)} == may


@given(
    completed=st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)),  # noqa: DTZ001 - made aware below
    severity=st.sampled_from(Severity),
)
def test_every_visit_is_due_in_time_and_within_ten_working_days(completed: datetime, severity: Severity) -> None:
    done = completed.replace(tzinfo=UTC)
    planned = plan_visit(
        Case(TICKETS[0], Category.COMPLAINT, severity, Department.CUSTOMER_SERVICE, 0, done),
        FollowUpPolicy("lobby"),
        CALENDAR,
    )
    assert planned is not None
    hours = 24 if severity is Severity.EMERGENCY else 48
    assert planned.due_at == done + timedelta(hours=hours)
    assert done < planned.due_at <= planned.latest_at
    assert planned.latest_at == CALENDAR.add_working_days(done, 10)


def test_calls_within_hours_of_one_another_are_one_occasion() -> None:
    policy = FollowUpPolicy("lobby")
    assert is_other_occasion(DONE, [], policy)
    assert not is_other_occasion(DONE + timedelta(hours=3, minutes=59), [DONE], policy)
    assert is_other_occasion(DONE + timedelta(hours=4), [DONE], policy)


@pytest.mark.parametrize(
    ("result", "failed", "move"),
    [
        (Result.SATISFIED, 0, Move.SATISFY),
        (Result.UNSATISFIED, 2, Move.DISSATISFY),
        (Result.UNREACHABLE, 2, Move.MISS),
        (Result.UNREACHABLE, 3, Move.GIVE_UP),
    ],
)
def test_only_the_third_failed_contact_gives_up(result: Result, failed: int, move: Move) -> None:
    assert move_for(result, failed, FollowUpPolicy("lobby")) is move


def leak(*, rained_at: datetime | None) -> tuple[datetime, bool]:
    done = Case(TICKETS[0], Category.COMPLAINT, Severity.MINOR, Department.ENGINEERING, 0, DONE, is_leak=True)
    visit = plan_visit(done, FollowUpPolicy("lobby"), CALENDAR, rained_at=rained_at)
    assert visit is not None
    return visit.due_at, visit.awaits_rain


def test_a_leak_waits_for_rain_but_no_longer_than_ten_working_days() -> None:
    latest = CALENDAR.add_working_days(DONE, 10)
    assert leak(rained_at=None) == (latest, True)
    assert leak(rained_at=DONE + timedelta(hours=3)) == (DONE + timedelta(hours=3), False)
    assert leak(rained_at=latest + timedelta(days=3)) == (latest, False)
