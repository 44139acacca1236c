"""Steps that every change of a ticket shares: load it locked, move it, write history, tell breaches."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from services.tickets.domain.duties import Standing
from services.tickets.requests.domain import clocks
from services.tickets.requests.domain.clocks import Clock, Due
from services.tickets.requests.domain.history import Step
from services.tickets.requests.domain.lifecycle import LIFECYCLE, Action, Status
from services.tickets.requests.models import Ticket, TicketClock, TicketStep
from services.tickets.requests.repository import tickets
from services.tickets.requests.repository.scope import Scope
from services.tickets.requests.usecases.telling import state_of
from shared.contracts.tickets import TicketBreached, TicketBreachNear
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


def standing_of(caller: Caller) -> Standing:
    """The caller as tickets sees it."""
    return Standing(caller.account_id, caller.roles)


def scope_of(caller: Caller) -> Scope:
    """What the caller may see."""
    return Scope(caller.communities, standing_of(caller))


async def load_for_change(tx: Transaction, caller: Caller, ticket_id: str, *, with_quotes: bool = False) -> Ticket:
    """The ticket, locked. Raises NotFound, Stale."""
    scope = scope_of(caller)
    ticket = await tickets.load_ticket(tx.session, ticket_id, scope, for_change=True, with_quotes=with_quotes)
    tx.guard(ticket)
    return ticket


def advance(
    tx: Transaction,
    ticket: Ticket,
    action: Action,
    actor_id: str | None,
    *,
    note: str | None = None,
    **details: Any,
) -> None:
    """Move the ticket and write it into the history. Raises IllegalTransition."""
    ticket.status = LIFECYCLE.next(Status(ticket.status), action)
    renew(ticket)
    record(tx, ticket, action, actor_id, note=note, **details)


def renew(ticket: Ticket) -> None:
    """Another version, even where only its clocks or its history change: the ETag stands for these too."""
    flag_modified(ticket, "status")


def record(
    tx: Transaction,
    ticket: Ticket,
    action: Action | Step,
    actor_id: str | None,
    *,
    note: str | None = None,
    **details: Any,
) -> None:
    """A line of history; `details` are JSON and fill its places."""
    tickets.add_step(tx.session, step_of(tx, ticket, action, actor_id, note=note, details=details))


def step_of(
    tx: Transaction,
    ticket: Ticket,
    action: Action | Step,
    actor_id: str | None,
    *,
    note: str | None = None,
    details: Mapping[str, Any] = MappingProxyType({}),
) -> TicketStep:
    """The row of a line of history."""
    return TicketStep(
        id=new_id(),
        ticket_id=ticket.id,
        at=tx.now,
        actor_id=actor_id,
        action=action,
        status=ticket.status,
        note=note,
        details=dict(details),
    )


def clock_of(ticket_id: str, clock: Clock, due: Due, paused_at: datetime | None = None) -> TicketClock:
    """The row of a clock; `paused_at` is since when the ticket waits."""
    timer = TicketClock(ticket_id=ticket_id, clock=clock)
    clocks.set_due(timer, due, paused_at)
    return timer


def meet(tx: Transaction, ticket: Ticket, which: Collection[Clock]) -> None:
    """Stop these clocks; what ran out before now is told as breached first, however late the timer is."""
    tell_breaches(tx, ticket, clocks.meet(ticket.clocks, which, tx.now))


def tell_breaches(tx: Transaction, ticket: Ticket, late: Iterable[TicketClock]) -> None:
    """History and event of each, in the order given."""
    for timer in late:
        record(tx, ticket, Step.BREACH, None, clock=timer.clock, due_at=timer.due_at.isoformat())
        breached = state_of(ticket) | {"clock": timer.clock, "due_at": timer.due_at}
        tx.publish(ticket, TicketBreached(**breached))


def tell_near(tx: Transaction, ticket: Ticket, near: Iterable[TicketClock]) -> None:
    """History and event of each clock that will run out soon."""
    for timer in near:
        record(tx, ticket, Step.BREACH_NEAR, None, clock=timer.clock, due_at=timer.due_at.isoformat())
        warned = state_of(ticket) | {"clock": timer.clock, "due_at": timer.due_at}
        tx.publish(ticket, TicketBreachNear(**warned))
