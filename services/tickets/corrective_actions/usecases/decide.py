"""Checked by the lead, approved by the manager, or sent back to be planned anew. Source: handbook T-21."""

from services.tickets.corrective_actions.domain.errors import CheckedItYourself
from services.tickets.corrective_actions.domain.lifecycle import Action, Status
from services.tickets.corrective_actions.models import CorrectiveAction
from services.tickets.corrective_actions.usecases.advancing import advance, hold, require_other
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

APPROVING_NEEDS = "corrective_actions:approve"


async def check(tx: Transaction, caller: Caller, action_id: str, note: str | None) -> CorrectiveAction:
    """By another than who planned. Raises IllegalTransition, SamePerson."""
    action = await hold(tx, caller, action_id)
    advance(tx, action, Action.CHECK, caller.account_id, note=note)
    require_other(caller, action.planned_by)
    action.checked_by = caller.account_id
    action.checked_at = tx.now
    return action


async def approve(tx: Transaction, caller: Caller, action_id: str, note: str | None) -> CorrectiveAction:
    """By another than who opened, planned or checked. Raises IllegalTransition, SamePerson, CheckedItYourself."""
    action = await hold(tx, caller, action_id)
    advance(tx, action, Action.APPROVE, caller.account_id, note=note)
    require_other(caller, action.opened_by, action.planned_by)
    if action.checked_by == caller.account_id:
        raise CheckedItYourself
    action.approved_by = caller.account_id
    action.approved_at = tx.now
    return action


async def send_back(tx: Transaction, caller: Caller, action_id: str, reason: str) -> CorrectiveAction:
    """The plan does not do: it is made anew. What was checked goes back by the manager alone.

    Raises IllegalTransition, Forbidden, SamePerson.
    """
    action = await hold(tx, caller, action_id)
    if action.status == Status.CHECKED:
        caller.require(APPROVING_NEEDS)
    advance(tx, action, Action.SEND_BACK, caller.account_id, note=reason)
    require_other(caller, action.planned_by)
    action.checked_by = None
    action.checked_at = None
    return action
