"""A ticket's state as its events carry it."""

from datetime import datetime
from typing import Any

from sqlalchemy import inspect

from services.tickets.escalations.usecases.close_slips import close_slips
from services.tickets.follow_ups.models import FollowUp
from services.tickets.replicas import repository as replicas
from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.domain.lifecycle import Outcome
from services.tickets.requests.models import Ticket
from services.tickets.requests.repository import joining
from services.tickets.requests.usecases.pricing import bill_of
from shared.contracts.tickets import BillableItem, Durations, MergedHousehold, TicketClosed
from shared.runtime.unit_of_work import Transaction


def state_of(ticket: Ticket) -> dict[str, Any]:
    """The fields that every `ticket.*` event has. `version` is the one this change leads to."""
    due = {clock.clock: clock.due_at for clock in ticket.clocks}
    return {
        "ticket_id": ticket.id,
        "number": ticket.number,
        "room_id": ticket.room_id,
        "room_code": ticket.room_code,
        "household_id": ticket.household_id,
        "category": ticket.category,
        "nature": ticket.nature,
        "severity": ticket.severity,
        "department": ticket.department,
        "status": ticket.status,
        "owner_id": ticket.owner_id,
        "assignee_id": ticket.assignee_id,
        "opened_at": ticket.opened_at,
        "respond_by": due.get(Clock.RESPOND),
        "arrive_by": due.get(Clock.ARRIVE),
        "settle_by": due.get(Clock.SETTLE),
        "version": ticket.version + 1 if inspect(ticket).persistent else ticket.version,
    }


async def tell_closed(tx: Transaction, ticket: Ticket, outcome: Outcome) -> None:
    """`ticket.closed`: what was approved is billed to who lives in the room now, else to the intake's household.

    Whatever closes a ticket ends here, so its work-contact slips end here too (T-14).
    """
    await close_slips(tx, ticket)
    present = await replicas.present_household(tx.session, ticket.room_id) if ticket.room_id else None
    tx.publish(
        ticket,
        TicketClosed(
            **state_of(ticket),
            outcome=outcome.value,
            billable_items=_billable_items(ticket),
            payer_household_id=present.id if present else ticket.household_id,
            merged_households=await _merged_households(tx, ticket),
            durations=_durations(ticket, tx.now),
            closed_at=tx.now,
        ),
    )


def _billable_items(ticket: Ticket) -> list[BillableItem]:
    """Who ends it otherwise than by closing set the amount to nothing, and need not have loaded the quotes."""
    if not ticket.billable_fen:
        return []
    return [
        BillableItem(item=line.item, quantity=line.quantity, amount_fen=line.amount_fen) for line in bill_of(ticket)
    ]


async def _merged_households(tx: Transaction, ticket: Ticket) -> list[MergedHousehold]:
    """Who asked for the same matter, each once, by the number that they were given first (T-01)."""
    numbers: dict[str, str] = {}
    for merged in await joining.merged_from(tx.session, ticket.id):
        if merged.household_id is not None:
            numbers.setdefault(merged.household_id, merged.number)
    return [MergedHousehold(household_id=it, ticket_number=number) for it, number in numbers.items()]


def _durations(ticket: Ticket, now: datetime) -> Durations:
    def since_receipt(moment: datetime | None) -> int | None:
        return None if moment is None else int((moment - ticket.opened_at).total_seconds())

    return Durations(
        to_dispatch_s=since_receipt(ticket.dispatched_at),
        to_arrival_s=since_receipt(ticket.arrived_at),
        to_completion_s=since_receipt(ticket.completed_at),
        to_closing_s=int((now - ticket.opened_at).total_seconds()),
    )


def visit_of(follow_up: FollowUp) -> dict[str, Any]:
    """The fields that every `follow_up.*` event has."""
    return {
        "follow_up_id": follow_up.id,
        "ticket_id": follow_up.ticket_id,
        "ticket_number": follow_up.ticket_number,
        "room_code": follow_up.room_code,
        "household_id": follow_up.household_id,
        "visitor_level": follow_up.visitor_level,
        "due_at": follow_up.due_at,
    }
