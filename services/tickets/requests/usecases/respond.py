"""Reply to the requester before the matter is settled. Source: handbook T-13."""

from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.domain.lifecycle import Action
from services.tickets.requests.models import Ticket
from services.tickets.requests.usecases.advancing import advance, load_for_change, meet
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def respond(tx: Transaction, caller: Caller, ticket_id: str, note: str | None) -> Ticket:
    """Meets the reply clock; later replies are history only."""
    ticket = await load_for_change(tx, caller, ticket_id)
    advance(tx, ticket, Action.RESPOND, caller.account_id, note=note)

    meet(tx, ticket, {Clock.RESPOND})
    return ticket
