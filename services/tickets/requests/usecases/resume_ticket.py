"""Let the clocks of a paused ticket run again. Source: handbook T-28."""

from services.tickets.policies.usecases.reading import rules_of
from services.tickets.replicas import repository as replicas
from services.tickets.requests.domain import clocks
from services.tickets.requests.domain.lifecycle import Action
from services.tickets.requests.domain.pauses import check_resume
from services.tickets.requests.models import Ticket
from services.tickets.requests.repository import pauses
from services.tickets.requests.usecases.advancing import advance, load_for_change
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def resume_ticket(tx: Transaction, caller: Caller, ticket_id: str, note: str | None) -> Ticket:
    """Due later by exactly the paused time. Raises NotPaused, IllegalTransition, NoWorkingTime."""
    ticket = await load_for_change(tx, caller, ticket_id)
    check_resume(ticket.paused_at)
    await end_pause(tx, caller, ticket, note=note)
    return ticket


async def end_pause(tx: Transaction, caller: Caller, ticket: Ticket, *, note: str | None = None) -> None:
    """Whoever arrives, completes or closes ends the wait too; nothing happens to a ticket that does not wait."""
    if ticket.paused_at is None:
        return
    advance(tx, ticket, Action.RESUME, caller.account_id, note=note, paused_at=ticket.paused_at.isoformat())
    community = await replicas.find_community(tx.session, ticket.community_id)
    clocks.resume(ticket.clocks, tx.now, rules_of(community).calendar)
    ticket.paused_at = None
    wait = await pauses.open_pause(tx.session, ticket.id)
    wait.ended_at = tx.now
    wait.ended_by = caller.account_id
