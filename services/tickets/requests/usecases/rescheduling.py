"""Give a ticket's clocks new due times. Source: handbook T-08, T-28."""

from services.tickets.replicas import repository as replicas
from services.tickets.replicas.usecases.calendars import calendar_of
from services.tickets.requests.domain import clocks
from services.tickets.requests.domain.clocks import Clock, due_times
from services.tickets.requests.domain.intake import Category, Severity
from services.tickets.requests.models import Ticket, TicketClock
from services.tickets.requests.usecases.advancing import tell_breaches
from shared.runtime.unit_of_work import Transaction


async def reschedule(tx: Transaction, ticket: Ticket) -> None:
    """From receipt, or from the agreed time; met and breached clocks stay. Raises NoWorkingTime.

    What ran out before the change is breached first: a new due time never erases a breach. A clock that is new
    to the ticket runs from receipt too, and is judged by what has happened since.
    """
    tell_breaches(tx, ticket, clocks.breach_overdue(ticket.clocks, tx.now))
    community = await replicas.find_community(tx.session, ticket.community_id)
    due = due_times(
        Category(ticket.category),
        Severity(ticket.severity),
        ticket.opened_at,
        calendar_of(community),
        agreed_at=ticket.clocks_from,
        is_rework=ticket.rework_of is not None,
    )
    changed = clocks.reschedule(ticket.clocks, due)
    kept = [timer for timer in ticket.clocks if timer.clock not in changed.dropped]
    added = [TicketClock(clock=clock, due_at=due_at) for clock, due_at in changed.added.items()]
    ticket.clocks = [*kept, *added]
    late = [] if ticket.arrived_at is None else clocks.meet(added, {Clock.ARRIVE}, ticket.arrived_at)
    tell_breaches(tx, ticket, [*late, *clocks.breach_overdue(ticket.clocks, tx.now)])
