"""Why it happened. Source: handbook T-21."""

from services.tickets.corrective_actions.domain.lifecycle import Action
from services.tickets.corrective_actions.models import CorrectiveAction
from services.tickets.corrective_actions.schemas import Analysis
from services.tickets.corrective_actions.usecases.advancing import advance, hold
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def analyse(tx: Transaction, caller: Caller, action_id: str, analysis: Analysis) -> CorrectiveAction:
    """The cause, which may be corrected until measures are planned. Raises IllegalTransition."""
    action = await hold(tx, caller, action_id)
    advance(tx, action, Action.ANALYSE, caller.account_id, note=analysis.cause)
    action.cause = analysis.cause
    action.analysed_by = caller.account_id
    action.analysed_at = tx.now
    return action
