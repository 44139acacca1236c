"""Raise an incident for every important ticket of public safety. Source: handbook T-03, A-04, T-26."""

from datetime import timedelta

from services.tickets.incidents import repository
from services.tickets.incidents.models import Incident
from services.tickets.inserting import insert_new
from services.tickets.requests.models import Ticket
from shared.contracts.tickets import IncidentRaised
from shared.kernel.ids import new_id
from shared.runtime.unit_of_work import Transaction

LOOKED_BACK = timedelta(days=7)
"""So long may the timer have stood still; what is older is history that was reported otherwise."""


async def raise_incidents(tx: Transaction, *, limit: int) -> int:
    """Each ticket once; those that were dismissed, withdrawn or merged raise none. How many were looked at."""
    tickets = await repository.untold(tx.session, tx.now - LOOKED_BACK, limit)
    for ticket in tickets:
        await _raise(tx, ticket)
    return len(tickets)


async def _raise(tx: Transaction, ticket: Ticket) -> None:
    incident = await insert_new(
        tx.session,
        Incident(
            id=new_id(),
            community_id=ticket.community_id,
            created_at=tx.now,
            version=1,
            event_sequence=0,
            ticket_id=ticket.id,
        ),
    )
    if incident is None:  # another replica was faster
        return
    tx.publish(
        incident,
        IncidentRaised(
            incident_id=incident.id,
            ticket_id=ticket.id,
            ticket_number=ticket.number,
            room_code=ticket.room_code,
            severity=ticket.severity,
            opened_at=ticket.opened_at,
            raised_at=tx.now,
        ),
    )
