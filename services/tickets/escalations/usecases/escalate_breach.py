"""A complaint's breached clock goes up by itself. Source: handbook T-13, T-14, flow 4."""

from services.tickets.escalations import repository as escalations
from services.tickets.escalations.domain.ladder import Cause
from services.tickets.escalations.usecases.raising import Why, level_above, raise_slip
from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.domain.intake import Category
from services.tickets.requests.domain.lifecycle import Status
from shared.contracts.envelope import CloudEvent
from shared.contracts.tickets import TicketBreached
from shared.runtime.unit_of_work import Transaction

_GOES_UP = frozenset({Clock.RESPOND.value, Clock.SETTLE.value})


async def escalate_breach(tx: Transaction, _envelope: CloudEvent, breached: TicketBreached) -> None:
    """Driven by this service's own event, so that whoever finds the breach (timer or latecomer) need not know of it.

    The first breach goes to the lead, the second to the manager; what is closed by now goes nowhere.
    """
    if breached.category != Category.COMPLAINT or breached.clock not in _GOES_UP:
        return
    ticket = await escalations.lock_ticket(tx.session, breached.ticket_id)
    if ticket is None or ticket.status == Status.CLOSED:
        return
    level = await level_above(tx, ticket, None)
    if level is not None:
        await raise_slip(tx, ticket, level, Why(Cause.BREACH, clock=breached.clock))
