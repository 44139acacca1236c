"""A slip that nobody answered in time goes to the next rung. Source: handbook T-13, T-14."""

from services.tickets.escalations import repository as escalations
from services.tickets.escalations.domain.ladder import Cause, Level, SlipStatus
from services.tickets.escalations.usecases.apart import each_apart
from services.tickets.escalations.usecases.raising import Why, level_above, raise_slip
from services.tickets.requests.domain.lifecycle import Status
from services.tickets.requests.models import Ticket
from shared.runtime.unit_of_work import Transaction


async def pass_on_unanswered(tx: Transaction, *, limit: int, passed_by: set[str]) -> int:
    """How many tickets were looked at; each slip is marked once, at the time until which it was to be answered.

    Those of the communities `passed_by` are left out, and it grows.
    """
    late = await escalations.lock_unanswered(tx.session, tx.now, limit, passed_by)

    async def work(ticket: Ticket) -> None:
        await _pass_on(tx, ticket)

    await each_apart(tx, late, work, passed_by)
    return len(late)


async def _pass_on(tx: Transaction, ticket: Ticket) -> None:
    is_late = False
    for slip in await escalations.slips_of(tx.session, ticket.id):
        if slip.status == SlipStatus.ISSUED and slip.overdue_at is None and slip.answer_by < tx.now:
            slip.overdue_at = slip.answer_by
            is_late = slip.level == Level.LEAD
    if is_late and ticket.status != Status.CLOSED:
        level = await level_above(tx, ticket, None)
        if level is not None:
            await raise_slip(tx, ticket, level, Why(Cause.UNANSWERED))
