"""Give a ticket's clocks new due times. Source: handbook T-08, T-28."""

from services.tickets.policies.usecases.reading import rules_of
from services.tickets.replicas import repository as replicas
from services.tickets.requests.domain import clocks
from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.domain.intake import Category, Severity
from services.tickets.requests.domain.limits import due_times
from services.tickets.requests.domain.pauses import Span
from services.tickets.requests.models import Ticket
from services.tickets.requests.repository import pauses
from services.tickets.requests.usecases.advancing import clock_of, tell_breaches
from shared.runtime.unit_of_work import Transaction


async def reschedule(tx: Transaction, ticket: Ticket) -> None:
    """From receipt, or from the agreed time, with the pauses there were. Raises NoWorkingTime.

    Met and breached clocks stay: what ran out before the change is breached first, since a new due time never
    erases a breach. A clock that is new to the ticket runs from receipt too, and is judged by what has happened since.
    """
    tell_breaches(tx, ticket, clocks.breach_overdue(ticket.clocks, tx.now))
    community = await replicas.find_community(tx.session, ticket.community_id)
    waited = await pauses.pauses_of(tx.session, ticket.id)
    due = due_times(
        Category(ticket.category),
        Severity(ticket.severity),
        ticket.opened_at,
        rules_of(community),
        agreed_at=ticket.clocks_from,
        is_rework=ticket.rework_of is not None,
        pauses=[Span(wait.started_at, wait.ended_at) for wait in waited if wait.ended_at is not None],
    )
    changed = clocks.reschedule(ticket.clocks, due, ticket.paused_at)
    kept = [timer for timer in ticket.clocks if timer.clock not in changed.dropped]
    added = [clock_of(ticket.id, clock, times, ticket.paused_at) for clock, times in changed.added.items()]
    ticket.clocks = [*kept, *added]
    late = [] if ticket.arrived_at is None else clocks.meet(added, {Clock.ARRIVE}, ticket.arrived_at)
    tell_breaches(tx, ticket, [*late, *clocks.breach_overdue(ticket.clocks, tx.now)])
