"""A ticket's clocks through any life: met or breached, never both wrongly, never forgotten."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.tickets.requests.domain.clocks import Clock, breach_overdue, due_times, meet, reschedule, run_again
from services.tickets.requests.domain.intake import SEVERITIES, Category, Severity
from services.tickets.requests.domain.lifecycle import LIFECYCLE, Action, Status
from shared.kernel.business_calendar import BusinessCalendar

CALENDAR = BusinessCalendar()
START = datetime(2026, 9, 29, 6, tzinfo=UTC)


@dataclass
class Timer:
    clock: str
    due_at: datetime
    met_at: datetime | None = None
    breached_at: datetime | None = None


class TicketLife(RuleBasedStateMachine):
    """The domain as the use cases drive it, on a clock that only goes forward."""

    @initialize(category=st.sampled_from([Category.REPAIR, Category.COMPLAINT]), data=st.data())
    def open(self, category: Category, data: st.DataObject) -> None:
        self.category = category
        self.severity = data.draw(st.sampled_from(SEVERITIES[category]))
        self.now = START
        self.status = Status.OPENED
        self.agreed_at: datetime | None = None
        due = due_times(category, self.severity, START, CALENDAR)
        self.timers = [Timer(clock, due_at) for clock, due_at in due.items()]
        self.told: list[tuple[str, datetime]] = []

    def _tell(self, late: list[Timer]) -> None:
        self.told += [(timer.clock, timer.due_at) for timer in late]

    def _move(self, action: Action, *clocks: Clock) -> None:
        self.status = LIFECYCLE.next(self.status, action)
        self._tell(meet(self.timers, clocks, self.now))

    @rule(pause=st.timedeltas(timedelta(0), timedelta(days=3)))
    def time_passes(self, pause: timedelta) -> None:
        self.now += pause

    @rule()
    def timer_ticks(self) -> None:
        self._tell(breach_overdue(self.timers, self.now))
        assert not [
            timer for timer in self.timers if timer.met_at is None and not timer.breached_at and timer.due_at < self.now
        ]

    @precondition(lambda self: self.status in {Status.OPENED, Status.DISPATCHED, Status.ACCEPTED})
    @rule()
    def dispatch(self) -> None:
        self._move(Action.DISPATCH, Clock.DISPATCH)

    @precondition(lambda self: self.status is Status.DISPATCHED)
    @rule()
    def accept_and_arrive(self) -> None:
        self._move(Action.ACCEPT)
        self._move(Action.ARRIVE, Clock.ARRIVE)

    @precondition(lambda self: self.status is Status.ON_SITE)
    @rule()
    def complete(self) -> None:
        self._move(Action.COMPLETE, Clock.ARRIVE, Clock.SETTLE)

    @precondition(lambda self: self.status is Status.COMPLETED)
    @rule()
    def reopen(self) -> None:
        self._move(Action.REOPEN)
        run_again(self.timers, {Clock.SETTLE})

    @precondition(lambda self: self.status is Status.COMPLETED)
    @rule()
    def close(self) -> None:
        self._move(Action.CLOSE, *Clock)
        assert all(timer.met_at for timer in self.timers)

    @precondition(lambda self: self.status not in {Status.COMPLETED, Status.CLOSED})
    @rule(data=st.data(), wait=st.timedeltas(timedelta(0), timedelta(days=9)))
    def severity_changes_or_time_is_agreed(self, data: st.DataObject, wait: timedelta) -> None:
        self._tell(breach_overdue(self.timers, self.now))
        self.severity = data.draw(st.sampled_from(SEVERITIES[self.category]))
        if data.draw(st.booleans()):
            self.agreed_at = self.now + wait
        due = due_times(self.category, self.severity, START, CALENDAR, agreed_at=self.agreed_at)
        changed = reschedule(self.timers, due)
        kept = [timer for timer in self.timers if timer.clock not in changed.dropped]
        self.timers = [*kept, *(Timer(clock, due_at) for clock, due_at in changed.added.items())]
        self._tell(breach_overdue(self.timers, self.now))

    @invariant()
    def each_clock_stands_once_and_every_breach_was_told_once(self) -> None:
        names = [timer.clock for timer in self.timers]
        assert len(names) == len(set(names))
        breached = [(timer.clock, timer.breached_at) for timer in self.timers if timer.breached_at]
        assert sorted(breached) == sorted(self.told)

    @invariant()
    def a_breach_is_at_the_due_time_and_what_was_met_in_time_is_none(self) -> None:
        for timer in self.timers:
            assert timer.breached_at in {None, timer.due_at}
            if timer.met_at is not None and timer.met_at > timer.due_at:
                assert timer.breached_at == timer.due_at


TestTicketLife = TicketLife.TestCase
TestTicketLife.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


def test_the_severities_of_every_category_are_known_to_the_life() -> None:
    assert Severity.EMERGENCY in SEVERITIES[Category.REPAIR]
