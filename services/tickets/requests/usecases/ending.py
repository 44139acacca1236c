"""What every request that is solved ends with. Source: handbook T-01, T-16."""

from services.tickets.follow_ups.usecases.plan_follow_up import plan_follow_up
from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.domain.lifecycle import Outcome
from services.tickets.requests.models import Ticket
from services.tickets.requests.usecases.advancing import meet
from services.tickets.requests.usecases.telling import tell_closed
from shared.runtime.unit_of_work import Transaction


async def end_solved(tx: Transaction, ticket: Ticket) -> None:
    """Closed now: a follow-up where the sample takes it, every clock met, told. The ticket has moved already."""
    ticket.outcome = Outcome.SOLVED
    ticket.closed_at = tx.now
    await plan_follow_up(tx, ticket)

    meet(tx, ticket, set(Clock))
    await tell_closed(tx, ticket, Outcome.SOLVED)
