"""What is done against it, by whom, until when. Source: handbook T-21."""

from services.tickets.corrective_actions.domain.errors import DeadlinePast
from services.tickets.corrective_actions.domain.lifecycle import Action
from services.tickets.corrective_actions.models import CorrectiveAction
from services.tickets.corrective_actions.schemas import Plan
from services.tickets.corrective_actions.usecases.advancing import advance, hold
from services.tickets.domain.duties import DESK_ROLES, FIELD_ROLES
from services.tickets.replicas.usecases.staff import require_fit
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

_RESPONSIBLE = DESK_ROLES | FIELD_ROLES


async def plan(tx: Transaction, caller: Caller, action_id: str, planned: Plan) -> CorrectiveAction:
    """Raises IllegalTransition, DeadlinePast, UnfitAccount."""
    action = await hold(tx, caller, action_id)
    advance(
        tx,
        action,
        Action.PLAN,
        caller.account_id,
        note=planned.measures,
        responsible_id=planned.responsible_id,
        due_at=planned.due_at.isoformat(),
    )
    if planned.due_at <= tx.now:
        raise DeadlinePast(pointer="/due_at")
    await require_fit(tx, action.community_id, planned.responsible_id, _RESPONSIBLE, pointer="/responsible_id")

    action.measures = planned.measures
    action.prevention = planned.prevention
    action.responsible_id = planned.responsible_id
    action.due_at = planned.due_at
    action.overdue_at = None
    action.planned_by = caller.account_id
    action.planned_at = tx.now
    return action
