"""The measures were carried out. Source: handbook T-21."""

from services.tickets.corrective_actions.domain.lifecycle import Action
from services.tickets.corrective_actions.models import CorrectiveAction
from services.tickets.corrective_actions.usecases.advancing import advance, hold
from services.tickets.corrective_actions.usecases.tell_overdue_actions import mark_if_overdue
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def complete(tx: Transaction, caller: Caller, action_id: str, result: str) -> CorrectiveAction:
    """Later than the deadline is overdue, whether or not the timer has looked. Raises IllegalTransition."""
    action = await hold(tx, caller, action_id)
    mark_if_overdue(tx, action)
    advance(tx, action, Action.COMPLETE, caller.account_id, note=result)
    action.result = result
    action.done_by = caller.account_id
    action.done_at = tx.now
    return action
