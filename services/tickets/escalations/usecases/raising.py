"""Send a ticket up the ladder: slip, history, event. Source: handbook T-14."""

from dataclasses import dataclass

from services.tickets.domain.duties import Standing
from services.tickets.escalations import repository as escalations
from services.tickets.escalations.domain.ladder import (
    SLIPS,
    Cause,
    Level,
    SlipAction,
    SlipStatus,
    answer_time,
    next_level,
    said_in_time,
)
from services.tickets.escalations.models import WorkContactSlip
from services.tickets.policies.usecases.reading import escalation_policy_of
from services.tickets.replicas import repository as replicas
from services.tickets.replicas.usecases.calendars import calendar_of
from services.tickets.requests.domain.lifecycle import Action
from services.tickets.requests.models import Ticket
from services.tickets.requests.usecases.advancing import record, renew
from services.tickets.requests.usecases.telling import state_of
from shared.contracts.tickets import TicketEscalated
from shared.kernel.ids import new_id
from shared.runtime.unit_of_work import Transaction


@dataclass(frozen=True, slots=True)
class Why:
    """What sends it up: `by` is None for a timer; `handler_id` None for whoever has the duty."""

    cause: Cause
    by: Standing | None = None
    reason: str | None = None
    clock: str | None = None
    handler_id: str | None = None


async def level_above(tx: Transaction, ticket: Ticket, by: Standing | None) -> Level | None:
    """The rung that the ticket, which is locked, would go to."""
    taken = {Level(slip.level) for slip in await escalations.slips_of(tx.session, ticket.id)}
    return next_level(taken, by)


async def raise_slip(tx: Transaction, ticket: Ticket, level: Level, why: Why) -> WorkContactSlip:
    """The ticket is locked; lower slips that wait for an answer are passed on."""
    community = await replicas.find_community(tx.session, ticket.community_id)
    calendar, policy = calendar_of(community), escalation_policy_of(community.policy)
    for lower in await escalations.slips_of(tx.session, ticket.id):
        if lower.status == SlipStatus.ISSUED:
            lower.status = SLIPS.next(SlipStatus.ISSUED, SlipAction.PASS_ON)
            lower.closed_at = tx.now
    in_time = None
    if why.cause is Cause.CANNOT_HANDLE and ticket.dispatched_at is not None:
        in_time = said_in_time(ticket.dispatched_at, tx.now, calendar, policy)
    slip = WorkContactSlip(
        id=new_id(),
        community_id=ticket.community_id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        number=await escalations.next_number(tx.session, ticket.community_id, calendar.date_of(tx.now)),
        ticket_id=ticket.id,
        level=level,
        cause=why.cause,
        clock=why.clock,
        status=SlipStatus.ISSUED,
        reason=why.reason,
        raised_by=why.by.account_id if why.by else None,
        raised_in_time=in_time,
        handler_id=why.handler_id or await escalations.person_of(tx.session, ticket.community_id, level),
        answer_by=answer_time(tx.now, calendar, policy),
    )
    escalations.add(tx.session, slip)
    _tell(tx, ticket, slip)
    return slip


def _tell(tx: Transaction, ticket: Ticket, slip: WorkContactSlip) -> None:
    renew(ticket)
    record(
        tx, ticket, Action.ESCALATE, slip.raised_by,
        note=slip.reason, level=slip.level, cause=slip.cause, slip=slip.number,
    )  # fmt: skip
    told = state_of(ticket) | {
        "level": slip.level,
        "cause": slip.cause,
        "slip_id": slip.id,
        "slip_number": slip.number,
        "handler_id": slip.handler_id,
    }
    tx.publish(ticket, TicketEscalated(**told))
