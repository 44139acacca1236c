"""A slip that nobody answered in time goes to the next rung. Source: handbook T-13, T-14."""

from services.tickets.escalations import repository as escalations
from services.tickets.escalations.domain.ladder import Cause, Level, SlipStatus
from services.tickets.escalations.usecases.raising import Why, level_above, raise_slip
from services.tickets.requests.domain.lifecycle import Status
from shared.runtime.unit_of_work import Transaction


async def pass_on_unanswered(tx: Transaction, *, limit: int) -> int:
    """How many tickets were worked on; each slip is marked once, at the time until which it was to be answered."""
    late = await escalations.lock_unanswered(tx.session, tx.now, limit)
    for ticket in late:
        is_late = False
        for slip in await escalations.slips_of(tx.session, ticket.id):
            if slip.status == SlipStatus.ISSUED and slip.overdue_at is None and slip.answer_by < tx.now:
                slip.overdue_at = slip.answer_by
                is_late = slip.level == Level.LEAD
        if is_late and ticket.status != Status.CLOSED:
            level = await level_above(tx, ticket, None)
            if level is not None:
                await raise_slip(tx, ticket, level, Why(Cause.UNANSWERED))
    return len(late)
