"""Follow-up visits: which, when, who, and what their results mean. Source: handbook T-16 … T-19."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from services.tickets.domain.duties import VisitorLevel
from services.tickets.requests.domain.intake import Category, Department, Severity
from shared.kernel.business_calendar import BusinessCalendar
from shared.kernel.state_machine import StateMachine
from shared.kernel.text import Text

_PARTS = 10_000
_PER_PERCENT = _PARTS // 100
_LATEST_WORKING_DAYS = 10
_AFTER_COMPLETION = timedelta(hours=48)
_AFTER_URGENT = timedelta(hours=24)
_SECOND_REWORK = 2


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
    """`miss` is a failed contact that is not the last, `give_up` the last one (T-19)."""

    FALL_DUE = "fall_due"
    SATISFY = "satisfy"
    DISSATISFY = "dissatisfy"
    MISS = "miss"
    GIVE_UP = "give_up"


WAITING = (FollowUpStatus.SCHEDULED, FollowUpStatus.DUE)
_ENDS = {
    Move.SATISFY: FollowUpStatus.SATISFIED,
    Move.DISSATISFY: FollowUpStatus.UNSATISFIED,
    Move.GIVE_UP: FollowUpStatus.UNREACHABLE,
}
TRANSITIONS: Mapping[tuple[FollowUpStatus, Move], FollowUpStatus] = {
    (FollowUpStatus.SCHEDULED, Move.FALL_DUE): FollowUpStatus.DUE,
    **{(status, move): end for status in WAITING for move, end in _ENDS.items()},
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


@dataclass(frozen=True, slots=True)
class FollowUpPolicy:
    """A community's values; the defaults are the handbook's. `coverage` is in percent of closed tickets."""

    seed: str = "lobby"
    coverage: Mapping[str, int] = field(default_factory=dict)
    on_site_percent: int = 1
    failed_contacts: int = 3
    occasion_gap: timedelta = timedelta(hours=4)

    def percent(self, category: Category) -> int:
        """Complaints 100, repairs 30 to 100 (default 30), others at least 10 (T-16); outside that the nearest."""
        least = {Category.COMPLAINT: 100, Category.REPAIR: 30}.get(category, 10)
        key = category if category in {Category.COMPLAINT, Category.REPAIR} else "other"
        return min(100, max(least, self.coverage.get(key, least)))


@dataclass(frozen=True, slots=True)
class Case:
    """What planning asks of a closed ticket."""

    ticket_id: str
    category: Category
    severity: Severity
    department: Department
    rework_count: int
    completed_at: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """A planned visit; `latest_at` is ten working days after completion."""

    level: VisitorLevel
    on_site: bool
    due_at: datetime
    latest_at: datetime


def score(seed: str, ticket_id: str) -> int:
    """0 … 9,999, the same for the same seed and ticket whoever asks, evenly spread (T-16)."""
    digest = hashlib.sha256(f"{seed}\x1f{ticket_id}".encode()).digest()
    return int.from_bytes(digest[:8]) % _PARTS


def plan_visit(case: Case, policy: FollowUpPolicy, calendar: BusinessCalendar) -> Visit | None:
    """The visit that the ticket gets, or None where the sample leaves it out. Raises NoWorkingTime."""
    drawn = score(policy.seed, case.ticket_id)
    must_be_on_site = _must_be_on_site(case)
    is_rework = case.rework_count > 0
    if not must_be_on_site and not is_rework and drawn >= policy.percent(case.category) * _PER_PERCENT:
        return None
    # The on-site share is the lowest part of the same draw, so that it lies inside the sample.
    spot_check = case.category is Category.REPAIR and drawn < policy.on_site_percent * _PER_PERCENT
    wait = _AFTER_URGENT if case.severity is Severity.EMERGENCY else _AFTER_COMPLETION
    latest_at = calendar.add_working_days(case.completed_at, _LATEST_WORKING_DAYS)
    return Visit(
        level=level_for(case.severity),
        on_site=must_be_on_site or spot_check,
        due_at=min(case.completed_at + wait, latest_at),
        latest_at=latest_at,
    )


def level_for(severity: Severity) -> VisitorLevel:
    """Major: manager; important, and an emergency: lead; else staff (T-18)."""
    if severity is Severity.MAJOR:
        return VisitorLevel.MANAGER
    return VisitorLevel.LEAD if severity in {Severity.IMPORTANT, Severity.EMERGENCY} else VisitorLevel.STAFF


def _must_be_on_site(case: Case) -> bool:
    """Builder's work under warranty, major repair, second rework, major complaint (T-10, T-18)."""
    return (
        case.department is Department.DEVELOPER
        or case.severity in {Severity.EMERGENCY, Severity.MAJOR}
        or case.rework_count >= _SECOND_REWORK
    )


def is_other_occasion(at: datetime, counted: Iterable[datetime], policy: FollowUpPolicy) -> bool:
    """Whether a failed contact counts: calls within hours of one another are one occasion (T-19)."""
    return all(at - before >= policy.occasion_gap for before in counted)


def move_for(result: Result, failed: int, policy: FollowUpPolicy) -> Move:
    """What the result does to the visit, `failed` contacts having counted so far."""
    if result is Result.UNREACHABLE:
        return Move.GIVE_UP if failed >= policy.failed_contacts else Move.MISS
    return Move.SATISFY if result is Result.SATISFIED else Move.DISSATISFY
