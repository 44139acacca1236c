"""Judge whether a demand is valid. Source: handbook T-15."""

from services.tickets.requests.domain.errors import LeadDecides
from services.tickets.requests.domain.lifecycle import Action, Outcome, Validity
from services.tickets.requests.models import Ticket
from services.tickets.requests.schemas.actions import Dismissal
from services.tickets.requests.schemas.care import Judgement
from services.tickets.requests.usecases.advancing import advance, load_for_change, standing_of
from services.tickets.requests.usecases.dismiss_ticket import dismiss_ticket
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def judge_ticket(tx: Transaction, caller: Caller, ticket_id: str, judgement: Judgement) -> Ticket:
    """Invalid is explained and closed; valid goes on, with the reason on record. Raises LeadDecides."""
    if judgement.validity is Validity.INVALID:
        dismissal = Dismissal(outcome=Outcome.INVALID, explanation=judgement.explanation)
        return await dismiss_ticket(tx, caller, ticket_id, dismissal)
    if not standing_of(caller).is_lead:
        raise LeadDecides
    ticket = await load_for_change(tx, caller, ticket_id)
    advance(tx, ticket, Action.JUDGE, caller.account_id, note=judgement.explanation, validity=judgement.validity.value)
    ticket.validity = judgement.validity
    return ticket
