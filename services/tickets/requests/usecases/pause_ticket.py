"""Stop settlement while the wait is not ours. Source: handbook T-08, T-28."""

from services.tickets.requests.domain import clocks
from services.tickets.requests.domain.lifecycle import Action
from services.tickets.requests.domain.pauses import check_pause
from services.tickets.requests.models import Ticket, TicketPause
from services.tickets.requests.repository import pauses
from services.tickets.requests.schemas.actions import Pause
from services.tickets.requests.usecases.advancing import advance, load_for_change, tell_breaches
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def pause_ticket(tx: Transaction, caller: Caller, ticket_id: str, wait: Pause) -> Ticket:
    """From now on; what ran out before now stays breached. Raises AlreadyPaused, IllegalTransition."""
    ticket = await load_for_change(tx, caller, ticket_id)
    check_pause(ticket.paused_at)

    advance(tx, ticket, Action.PAUSE, caller.account_id, note=wait.note, pause_reason=wait.reason.value)
    tell_breaches(tx, ticket, clocks.breach_overdue(ticket.clocks, tx.now))
    clocks.pause(ticket.clocks, tx.now)
    ticket.paused_at = tx.now

    pauses.add_pause(
        tx.session,
        TicketPause(
            id=new_id(),
            ticket_id=ticket.id,
            reason=wait.reason,
            note=wait.note,
            started_at=tx.now,
            started_by=caller.account_id,
        ),
    )
    return ticket
