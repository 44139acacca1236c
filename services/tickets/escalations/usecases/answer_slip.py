"""Answer a work-contact slip. Source: handbook T-14."""

from services.tickets.escalations import repository as escalations
from services.tickets.escalations.domain.errors import SlipNotYours
from services.tickets.escalations.domain.ladder import SLIPS, Level, SlipAction, SlipStatus, may_answer
from services.tickets.escalations.models import WorkContactSlip
from services.tickets.requests.domain.history import Step
from services.tickets.requests.repository import tickets
from services.tickets.requests.usecases.advancing import record, renew, scope_of, standing_of
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def answer_slip(tx: Transaction, caller: Caller, ticket_id: str, slip_id: str, answer: str) -> WorkContactSlip:
    """By the rung that it was sent to, or one above. The ticket's ladder ends here until something breaches again.

    Raises SlipNotYours, IllegalTransition.
    """
    ticket = await tickets.load_ticket(tx.session, ticket_id, scope_of(caller), for_change=True)
    slip = await escalations.load_slip(tx.session, ticket_id, slip_id, for_change=True)
    tx.guard(slip)
    if not may_answer(Level(slip.level), standing_of(caller)):
        raise SlipNotYours(level=slip.level)

    slip.status = SLIPS.next(SlipStatus(slip.status), SlipAction.ANSWER)
    slip.overdue_at = slip.answer_by if tx.now > slip.answer_by else slip.overdue_at
    slip.answer, slip.answered_by, slip.answered_at = answer, caller.account_id, tx.now
    record(tx, ticket, Step.ANSWER_SLIP, caller.account_id, note=answer, slip=slip.number)
    renew(ticket)
    return slip
