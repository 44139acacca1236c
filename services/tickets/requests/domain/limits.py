"""How long a request may take, by category and severity; a community may set its own. Source: handbook T-04 … T-13."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.tickets.requests.domain.clocks import PAUSABLE, Clock, Due
from services.tickets.requests.domain.intake import Category, Severity
from services.tickets.requests.domain.measures import Measure, elapsed, later
from services.tickets.requests.domain.pauses import Span, moved
from shared.kernel.business_calendar import BusinessCalendar


@dataclass(frozen=True, slots=True)
class Limit:
    """One of: plain time on the wall clock, working time, working days on the community's calendar.

    Raises ValueError for none or several of them, and for one that is not positive.
    """

    wall: timedelta | None = None
    working_time: timedelta | None = None
    working_days: int | None = None

    def __post_init__(self) -> None:
        times = [it for it in (self.wall, self.working_time) if it is not None]
        days = [] if self.working_days is None else [self.working_days]
        if len(times) + len(days) != 1:
            msg = "a limit has wall time, working time or working days"
            raise ValueError(msg)
        if any(time <= timedelta() for time in times) or any(day <= 0 for day in days):
            msg = "a limit is positive"
            raise ValueError(msg)

    @property
    def measure(self) -> Measure:
        """What its clock runs on."""
        return Measure.WORKING if self.wall is None else Measure.WALL

    def after(self, start: datetime, calendar: BusinessCalendar) -> datetime:
        """When a clock started at `start` is due. Raises NoWorkingTime."""
        if self.working_days is not None:
            return calendar.add_working_days(start, self.working_days)
        return later(self.measure, start, self.wall or self.working_time or timedelta(), calendar)


DISPATCH_LIMIT = Limit(wall=timedelta(minutes=5))
REWORK_DISPATCH_LIMIT = Limit(wall=timedelta(hours=24))
"""What an unsatisfied follow-up opens is dispatched within a day (T-19)."""

LIMITS: Mapping[tuple[Category, Severity], Mapping[Clock, Limit]] = {
    (Category.REPAIR, Severity.MINOR): {Clock.SETTLE: Limit(wall=timedelta(hours=24))},
    (Category.REPAIR, Severity.MEDIUM): {Clock.SETTLE: Limit(wall=timedelta(days=3))},
    (Category.REPAIR, Severity.EMERGENCY): {
        Clock.ARRIVE: Limit(wall=timedelta(minutes=10)),
        Clock.SETTLE: Limit(wall=timedelta(hours=24)),
    },
    (Category.COMPLAINT, Severity.MAJOR): {
        Clock.RESPOND: Limit(wall=timedelta(hours=2)),
        Clock.SETTLE: Limit(working_days=3),
    },
    (Category.COMPLAINT, Severity.IMPORTANT): {
        Clock.RESPOND: Limit(working_days=1),
        Clock.SETTLE: Limit(working_days=2),
    },
    (Category.COMPLAINT, Severity.MINOR): {
        Clock.RESPOND: Limit(working_days=1),
        Clock.SETTLE: Limit(working_days=1),
    },
}
_LATEST_REPLY = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class WarningTime:
    """How long before a limit runs out it is told: its last `percent`, or a fixed `lead`, but never over its half."""

    percent: int = 20
    lead: timedelta | None = None

    def before(self, whole: timedelta) -> timedelta:
        """The time left at the warning, of a limit that is `whole` long."""
        return whole * self.percent / 100 if self.lead is None else min(self.lead, whole / 2)


@dataclass(frozen=True)
class ClockPolicy:
    """A community's own values over the handbook's; an agreed time restarts the clocks `from_agreed` (T-08)."""

    limits: Mapping[tuple[Category, Severity], Mapping[Clock, Limit]] = field(default_factory=dict)
    warning: WarningTime = field(default_factory=WarningTime)
    from_agreed: frozenset[Clock] = PAUSABLE

    def limits_of(self, category: Category, severity: Severity) -> dict[Clock, Limit]:
        """What runs for such a request; dispatch always does (T-04)."""
        case = (category, severity)
        return {Clock.DISPATCH: DISPATCH_LIMIT, **LIMITS.get(case, {}), **self.limits.get(case, {})}


@dataclass(frozen=True, slots=True)
class ClockRules:
    """What a community's clocks run by."""

    calendar: BusinessCalendar
    policy: ClockPolicy


def due_times(
    category: Category,
    severity: Severity,
    received_at: datetime,
    rules: ClockRules,
    *,
    agreed_at: datetime | None = None,
    is_rework: bool = False,
    pauses: Iterable[Span] = (),
) -> dict[Clock, Due]:
    """When each clock of a request received at `received_at` is due (T-04, T-06, T-13).

    A complaint is replied to within 72 h at the latest. `agreed_at` is the time from which arrival and settlement
    count because the requester's side caused the wait (T-08); `pauses` move those two (T-28). Raises NoWorkingTime.
    """
    limits = rules.policy.limits_of(category, severity)
    if is_rework:
        limits[Clock.DISPATCH] = REWORK_DISPATCH_LIMIT
    spans = list(pauses)
    due: dict[Clock, Due] = {}
    for clock, limit in limits.items():
        start = agreed_at if agreed_at and clock in rules.policy.from_agreed else received_at
        due_at, measure = limit.after(start, rules.calendar), limit.measure
        if clock is Clock.RESPOND and category is Category.COMPLAINT and received_at + _LATEST_REPLY < due_at:
            due_at, measure = received_at + _LATEST_REPLY, Measure.WALL
        plain = _warned(start, due_at, measure, rules)
        due[clock] = _after_pauses(plain, spans, rules.calendar) if spans and clock in PAUSABLE else plain
    return due


def _warned(starts_at: datetime, due_at: datetime, measure: Measure, rules: ClockRules) -> Due:
    whole = elapsed(measure, starts_at, due_at, rules.calendar)
    warn_at = later(measure, starts_at, whole - rules.policy.warning.before(whole), rules.calendar)
    return Due(starts_at, due_at, warn_at, measure)


def _after_pauses(plain: Due, spans: Iterable[Span], calendar: BusinessCalendar) -> Due:
    due_at, warn_at = (
        moved(it, plain.measure, plain.starts_at, spans, calendar) for it in (plain.due_at, plain.warn_at)
    )
    return Due(plain.starts_at, due_at, warn_at, plain.measure)
