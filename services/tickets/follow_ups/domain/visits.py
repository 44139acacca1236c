"""Follow-up visits: which, when, who, and what their results mean. Source: handbook T-16 … T-19."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from services.tickets.domain.duties import VisitorLevel
from services.tickets.domain.sampling import PARTS, draw, score, share_of
from services.tickets.follow_ups.domain.causes import Cause
from services.tickets.requests.domain.intake import Category, Department, Severity
from shared.kernel.business_calendar import BusinessCalendar
from shared.kernel.state_machine import StateMachine
from shared.kernel.text import Text

_PER_PERCENT = PARTS // 100
_EVERY_ONE = 100
_LATEST_WORKING_DAYS = 10
_AFTER_COMPLETION = timedelta(hours=48)
_AFTER_URGENT = timedelta(hours=24)
_SECOND_REWORK = 2
_ON_SITE = frozenset({Cause.ON_SITE_RULE, Cause.SPOT_CHECK})
_FEWEST_CONTACTS, _MOST_CONTACTS = 3, 5


class FollowUpStatus(StrEnum):
    """Where a visit stands."""

    SCHEDULED = "scheduled"
    DUE = "due"
    SATISFIED = "satisfied"
    UNSATISFIED = "unsatisfied"
    UNREACHABLE = "unreachable"


class Result(StrEnum):
    """What a contact brought."""

    SATISFIED = "satisfied"
    UNSATISFIED = "unsatisfied"
    UNREACHABLE = "unreachable"


class Move(StrEnum):
    """`miss` is a failed contact that is not the last, `give_up` the last one (T-19).

    `wait_again`: it had not rained after all (T-17).
    """

    FALL_DUE = "fall_due"
    SATISFY = "satisfy"
    DISSATISFY = "dissatisfy"
    MISS = "miss"
    GIVE_UP = "give_up"
    WAIT_AGAIN = "wait_again"


WAITING = (FollowUpStatus.SCHEDULED, FollowUpStatus.DUE)
_ENDS = {
    Move.SATISFY: FollowUpStatus.SATISFIED,
    Move.DISSATISFY: FollowUpStatus.UNSATISFIED,
    Move.GIVE_UP: FollowUpStatus.UNREACHABLE,
}
TRANSITIONS: Mapping[tuple[FollowUpStatus, Move], FollowUpStatus] = {
    (FollowUpStatus.SCHEDULED, Move.FALL_DUE): FollowUpStatus.DUE,
    **{(status, move): end for status in WAITING for move, end in _ENDS.items()},
    (FollowUpStatus.DUE, Move.WAIT_AGAIN): FollowUpStatus.SCHEDULED,
    **{(status, Move.MISS): status for status in WAITING},
}
FOLLOW_UP_STATUSES: Mapping[FollowUpStatus, Text] = {
    FollowUpStatus.SCHEDULED: Text(zh="已计划", en="Scheduled"),
    FollowUpStatus.DUE: Text(zh="待回访", en="Due"),
    FollowUpStatus.SATISFIED: Text(zh="满意", en="Satisfied"),
    FollowUpStatus.UNSATISFIED: Text(zh="不满意", en="Unsatisfied"),
    FollowUpStatus.UNREACHABLE: Text(zh="联系不上", en="Unreachable"),
}
FOLLOW_UPS = StateMachine("follow-up", TRANSITIONS, FOLLOW_UP_STATUSES)


class CoverageClass(StrEnum):
    """What the sample is drawn by (T-16)."""

    COMPLAINT = "complaint"
    REPAIR = "repair"
    OTHER = "other"


LEAST_PERCENT: Mapping[CoverageClass, int] = {
    CoverageClass.COMPLAINT: 100,
    CoverageClass.REPAIR: 30,
    CoverageClass.OTHER: 10,
}
COVERAGE_CLASSES: Mapping[CoverageClass, Text] = {
    CoverageClass.COMPLAINT: Text(zh="投诉", en="Complaints"),
    CoverageClass.REPAIR: Text(zh="维修", en="Repairs"),
    CoverageClass.OTHER: Text(zh="其他", en="Others"),
}


def class_of(category: str) -> CoverageClass:
    """Complaints and repairs have their own share, all else one between them (T-16)."""
    return CoverageClass(category) if category in {Category.COMPLAINT, Category.REPAIR} else CoverageClass.OTHER


class OnSiteCase(StrEnum):
    """What a community may have visited on site besides what the handbook has (T-18)."""

    MEDIUM_REPAIR = "medium_repair"
    IMPORTANT_COMPLAINT = "important_complaint"
    FIRST_REWORK = "first_rework"


ON_SITE_CASES: Mapping[OnSiteCase, Text] = {
    OnSiteCase.MEDIUM_REPAIR: Text(zh="中等维修", en="Medium repair"),
    OnSiteCase.IMPORTANT_COMPLAINT: Text(zh="重要投诉", en="Important complaint"),
    OnSiteCase.FIRST_REWORK: Text(zh="首次返修", en="First rework"),
}
LEVELS = (VisitorLevel.STAFF, VisitorLevel.LEAD, VisitorLevel.MANAGER)
"""Lowest first."""


@dataclass(frozen=True, slots=True)
class FollowUpPolicy:
    """A community's values; the defaults are the handbook's. `coverage` is in percent of closed tickets.

    `seed` is the community's id until it has its own. From `on_site_draw_day` of a month on the system draws the
    visits on site that it lacks. `lowest` is who makes a visit that a level alone would be left to; `also_on_site` is
    visited on site besides (T-18).
    """

    seed: str
    coverage: Mapping[str, int] = field(default_factory=dict)
    on_site_percent: int = 1
    on_site_households: int = 30
    on_site_draw_day: int = 20
    also_on_site: frozenset[OnSiteCase] = frozenset()
    lowest: Mapping[VisitorLevel, VisitorLevel] = field(default_factory=dict)
    failed_contacts: int = 3
    occasion_gap: timedelta = timedelta(hours=4)

    def percent(self, category: Category) -> int:
        """Complaints 100, repairs 30 to 100 (default 30), others at least 10 (T-16); outside that the nearest."""
        return self.class_percent(class_of(category))

    def class_percent(self, of: CoverageClass) -> int:
        """The share of a class that is visited, in percent."""
        least = LEAST_PERCENT[of]
        return min(100, max(least, self.coverage.get(of, least)))

    @property
    def contacts_needed(self) -> int:
        """Failed contacts after which a visit may end as unreachable: 3 to 5 (T-19)."""
        return min(_MOST_CONTACTS, max(_FEWEST_CONTACTS, self.failed_contacts))


@dataclass(frozen=True, slots=True)
class Case:
    """What planning asks of a closed ticket."""

    ticket_id: str
    category: Category
    severity: Severity
    department: Department
    rework_count: int
    completed_at: datetime
    is_leak: bool = False


@dataclass(frozen=True, slots=True)
class SoFar:
    """What this month has brought in the ticket's class before it: tickets solved, and of these with a visit."""

    closed: int = 0
    planned: int = 0

    def falls_short(self, percent: int) -> bool:
        """Whether leaving the next one out would leave less than `percent` of them visited (T-16)."""
        return self.planned < share_of(percent, self.closed + 1)


@dataclass(frozen=True, slots=True)
class Visit:
    """A planned visit; `latest_at` is ten working days after completion. `awaits_rain`: due with the first rain.

    `causes` are why the ticket is visited, and why on site.
    """

    level: VisitorLevel
    on_site: bool
    due_at: datetime
    latest_at: datetime
    causes: tuple[Cause, ...]
    awaits_rain: bool = False


def plan_visit(
    case: Case,
    policy: FollowUpPolicy,
    calendar: BusinessCalendar,
    *,
    so_far: SoFar | None = None,
    rained_at: datetime | None = None,
) -> Visit | None:
    """The visit that the ticket gets, or None where the sample leaves it out. Raises NoWorkingTime.

    The draw alone reaches its share only in the long run: where the month so far falls short of it, the ticket is
    taken whatever its draw. `rained_at` is when it first rained after a leak's completion.
    """
    causes = _causes_of(case, policy, so_far)
    if not causes:
        return None
    latest_at = calendar.add_working_days(case.completed_at, _LATEST_WORKING_DAYS)
    return Visit(
        level=level_for(case.severity, policy),
        on_site=not _ON_SITE.isdisjoint(causes),
        due_at=due_with_rain(_wanted_at(case, rained_at), latest_at),
        latest_at=latest_at,
        awaits_rain=case.is_leak and rained_at is None,
        causes=causes,
    )


def due_with_rain(wanted_at: datetime | None, latest_at: datetime) -> datetime:
    """When a visit falls due that is wanted then; None: with the first rain to come. At the latest as it may be."""
    return min(wanted_at or latest_at, latest_at)


def _causes_of(case: Case, policy: FollowUpPolicy, so_far: SoFar | None) -> tuple[Cause, ...]:
    """Why the ticket is taken; none where it is left out."""
    drawn = score(policy.seed, case.ticket_id)
    percent = policy.percent(case.category)
    causes = []
    if drawn < percent * _PER_PERCENT:
        causes.append(Cause.EVERY_ONE if percent == _EVERY_ONE else Cause.DRAWN)
    if case.rework_count > 0:
        causes.append(Cause.REWORK)
    if _must_be_on_site(case, policy):
        causes.append(Cause.ON_SITE_RULE)
    if not causes and so_far is not None and so_far.falls_short(percent):
        causes.append(Cause.FILLED)
    # The on-site share is the lowest part of the same draw, so that it lies inside the sample.
    if causes and case.category is Category.REPAIR and drawn < policy.on_site_percent * _PER_PERCENT:
        causes.append(Cause.SPOT_CHECK)
    return tuple(causes)


def _wanted_at(case: Case, rained_at: datetime | None) -> datetime | None:
    """A leak: with the first rain, None before it; else 24 hours after an emergency, 48 after others (T-17)."""
    if case.is_leak:
        return rained_at
    return case.completed_at + (_AFTER_URGENT if case.severity is Severity.EMERGENCY else _AFTER_COMPLETION)


@dataclass(frozen=True, slots=True)
class OnSiteCandidate:
    """A waiting visit that may be made by phone so far."""

    follow_up_id: str
    household_id: str
    is_repair: bool


@dataclass(frozen=True, slots=True)
class OnSiteMonth:
    """A month's visits on site as planned: households, and of the repairs closed how many."""

    households: frozenset[str]
    repairs_closed: int
    repairs_on_site: int


def draw_on_site(candidates: Iterable[OnSiteCandidate], month: OnSiteMonth, policy: FollowUpPolicy) -> list[str]:
    """The visits to be made on site besides, one a household, until the month has what T-16 and T-18 ask or none is
    left: first repairs up to their share, then households up to their number.
    """
    of_household: dict[str, OnSiteCandidate] = {}
    for one in sorted(candidates, key=lambda it: (not it.is_repair, it.follow_up_id)):
        if one.household_id not in month.households:
            of_household.setdefault(one.household_id, one)
    repairs = {household for household, one in of_household.items() if one.is_repair}
    repairs_short = share_of(policy.on_site_percent, month.repairs_closed) - month.repairs_on_site
    chosen = draw(policy.seed, repairs, repairs_short)
    households_short = policy.on_site_households - len(month.households) - len(chosen)
    chosen += draw(policy.seed, of_household.keys() - set(chosen), households_short)
    return [of_household[household].follow_up_id for household in chosen]


def level_for(severity: Severity, policy: FollowUpPolicy) -> VisitorLevel:
    """Major: manager; important, and an emergency: lead; else staff (T-18); or higher by the community's policy."""
    level = VisitorLevel.STAFF
    if severity is Severity.MAJOR:
        level = VisitorLevel.MANAGER
    elif severity in {Severity.IMPORTANT, Severity.EMERGENCY}:
        level = VisitorLevel.LEAD
    return max(level, policy.lowest.get(level, level), key=LEVELS.index)


def _must_be_on_site(case: Case, policy: FollowUpPolicy) -> bool:
    """Builder's work under warranty, major repair, second rework, major complaint (T-10, T-18), and the policy's."""
    return (
        case.department is Department.DEVELOPER
        or case.severity in {Severity.EMERGENCY, Severity.MAJOR}
        or case.rework_count >= _SECOND_REWORK
        or not policy.also_on_site.isdisjoint(_cases_of(case))
    )


def _cases_of(case: Case) -> set[OnSiteCase]:
    found = {OnSiteCase.FIRST_REWORK} if case.rework_count else set()
    if (case.category, case.severity) == (Category.REPAIR, Severity.MEDIUM):
        found.add(OnSiteCase.MEDIUM_REPAIR)
    if (case.category, case.severity) == (Category.COMPLAINT, Severity.IMPORTANT):
        found.add(OnSiteCase.IMPORTANT_COMPLAINT)
    return found


def is_other_occasion(at: datetime, counted: Iterable[datetime], policy: FollowUpPolicy) -> bool:
    """Whether a failed contact counts: calls within hours of one another are one occasion (T-19)."""
    return all(at - before >= policy.occasion_gap for before in counted)


def move_for(result: Result, failed: int, policy: FollowUpPolicy) -> Move:
    """What the result does to the visit, `failed` contacts having counted so far."""
    if result is Result.UNREACHABLE:
        return Move.GIVE_UP if failed >= policy.contacts_needed else Move.MISS
    return Move.SATISFY if result is Result.SATISFIED else Move.DISSATISFY
