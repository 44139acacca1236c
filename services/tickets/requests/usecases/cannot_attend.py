"""Say that one can't be on site in time. Source: handbook T-07."""

from datetime import timedelta

from services.tickets.promises import repository as promises
from services.tickets.promises.domain.promising import AboutKind, PromiseKind, PromiseStatus, wake_time
from services.tickets.promises.models import Promise
from services.tickets.requests.domain.errors import NotTheAssignee
from services.tickets.requests.domain.lifecycle import Action
from services.tickets.requests.models import Ticket
from services.tickets.requests.usecases.advancing import advance, load_for_change
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

CALL_BACK_WITHIN = timedelta(minutes=5)
"""As soon as any first answer (T-04)."""
_WHAT = "回电说明不能按时到场并另约时间 / Call back, explain, agree another time"
"""Stored, so in both languages: whoever reads it may speak either."""


async def cannot_attend(tx: Transaction, caller: Caller, ticket_id: str, reason: str) -> Ticket:
    """By the assignee; the owner of the request has promised a call back from here on. Raises NotTheAssignee."""
    ticket = await load_for_change(tx, caller, ticket_id)
    advance(tx, ticket, Action.CANNOT_ATTEND, caller.account_id, note=reason)
    if ticket.assignee_id != caller.account_id:
        raise NotTheAssignee
    due_at = tx.now + CALL_BACK_WITHIN
    promises.add(
        tx.session,
        Promise(
            id=new_id(),
            community_id=ticket.community_id,
            created_at=tx.now,
            version=1,
            event_sequence=0,
            kind=PromiseKind.CALL_BACK,
            status=PromiseStatus.OPEN,
            what=_WHAT,
            about_kind=AboutKind.TICKET,
            about_id=ticket.id,
            room_code=ticket.room_code,
            owner_id=ticket.owner_id,
            made_by=caller.account_id,
            due_at=due_at,
            wake_at=wake_time(PromiseStatus.OPEN, due_at),
        ),
    )
    return ticket
