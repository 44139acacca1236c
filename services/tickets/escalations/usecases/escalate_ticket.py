"""Say that it can't be handled. Source: handbook T-14."""

from services.tickets.escalations.domain.errors import NobodyAbove
from services.tickets.escalations.domain.ladder import DUTY, Cause
from services.tickets.escalations.models import WorkContactSlip
from services.tickets.escalations.schemas import Escalating
from services.tickets.escalations.usecases.raising import Why, level_above, raise_slip
from services.tickets.replicas.usecases.staff import require_fit
from services.tickets.requests.domain.lifecycle import LIFECYCLE, Action, Status
from services.tickets.requests.usecases.advancing import load_for_change, standing_of
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def escalate_ticket(tx: Transaction, caller: Caller, ticket_id: str, wanted: Escalating) -> WorkContactSlip:
    """To the rung above the caller and above who has it. Raises IllegalTransition, NobodyAbove, UnfitAccount."""
    ticket = await load_for_change(tx, caller, ticket_id)
    LIFECYCLE.next(Status(ticket.status), Action.ESCALATE)
    by = standing_of(caller)
    level = await level_above(tx, ticket, by)
    if level is None:
        raise NobodyAbove
    if wanted.handler_id is not None:
        await require_fit(tx, ticket.community_id, wanted.handler_id, {DUTY[level]}, pointer="/handler_id")

    why = Why(Cause.CANNOT_HANDLE, by, wanted.reason, handler_id=wanted.handler_id)
    return await raise_slip(tx, ticket, level, why)
