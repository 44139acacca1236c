"""Did it help? Source: handbook T-21."""

from services.tickets.corrective_actions.domain.lifecycle import Action
from services.tickets.corrective_actions.models import CorrectiveAction
from services.tickets.corrective_actions.schemas import Verification
from services.tickets.corrective_actions.usecases.advancing import advance, hold, require_other
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def verify(tx: Transaction, caller: Caller, action_id: str, found: Verification) -> CorrectiveAction:
    """Effective ends it; if not, it begins again with another analysis, and the history keeps the attempt.

    By another than who did it or was responsible. Raises IllegalTransition, SamePerson.
    """
    action = await hold(tx, caller, action_id)
    verb = Action.VERIFY if found.effective else Action.FAIL
    advance(tx, action, verb, caller.account_id, note=found.evidence, attempt=action.attempt)
    require_other(caller, action.done_by, action.responsible_id)

    action.verification = found.evidence
    action.verified_by = caller.account_id
    action.verified_at = tx.now
    if not found.effective:
        _begin_again(action)
    return action


def _begin_again(action: CorrectiveAction) -> None:
    """The cause, the plan and the signatures of the attempt that failed stand in the history alone."""
    action.attempt += 1
    for name in (
        "cause", "analysed_by", "analysed_at", "measures", "prevention", "responsible_id", "due_at", "overdue_at",
        "planned_by", "planned_at", "checked_by", "checked_at", "approved_by", "approved_at",
        "result", "done_by", "done_at", "verification", "verified_by", "verified_at",
    ):  # fmt: skip
        setattr(action, name, None)
