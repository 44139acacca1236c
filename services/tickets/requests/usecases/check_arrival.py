"""The desk asked whether somebody came. Source: handbook T-07."""

from services.tickets.requests.domain.appointments import check_awaited
from services.tickets.requests.domain.history import Step
from services.tickets.requests.domain.lifecycle import Status
from services.tickets.requests.models import Ticket
from services.tickets.requests.schemas.actions import ArrivalCheck
from services.tickets.requests.usecases.advancing import load_for_change, record, renew
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def check_arrival(tx: Transaction, caller: Caller, ticket_id: str, check: ArrivalCheck) -> Ticket:
    """What was found, on record; the arrival itself is told by whoever arrives. Where nobody is there it is to be
    checked again after as long a time. Raises NobodyAwaited.
    """
    ticket = await load_for_change(tx, caller, ticket_id)
    check_awaited(Status(ticket.status))
    renew(ticket)
    found = "arrived" if check.arrived else "absent"
    record(tx, ticket, Step.CHECK_ARRIVAL, caller.account_id, note=check.note, arrival=found)
    ticket.arrival_checked_at = tx.now
    ticket.arrival_found = check.arrived
    return ticket
