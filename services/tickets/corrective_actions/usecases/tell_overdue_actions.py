"""Tell the plans whose deadline has passed. Source: handbook T-21."""

from services.tickets.corrective_actions import repository
from services.tickets.corrective_actions.models import CorrectiveAction
from services.tickets.corrective_actions.usecases.advancing import OVERDUE, state_of, step_of
from shared.contracts.tickets import CorrectiveActionOverdue
from shared.runtime.unit_of_work import Transaction


async def tell_overdue_actions(tx: Transaction, *, limit: int) -> int:
    """How many, at most `limit`; each plan is told once."""
    late = await repository.lock_overdue(tx.session, tx.now, limit)
    for action in late:
        mark_if_overdue(tx, action)
    return len(late)


def mark_if_overdue(tx: Transaction, action: CorrectiveAction) -> None:
    """Overdue at the deadline itself, however late the timer is; due now is in time."""
    if action.due_at is None or action.overdue_at is not None or action.due_at >= tx.now:
        return
    action.overdue_at = action.due_at
    repository.add_step(tx.session, step_of(tx, action, OVERDUE, None, due_at=action.due_at.isoformat()))
    overdue = state_of(action) | {"responsible_id": action.responsible_id, "due_at": action.due_at}
    tx.publish(action, CorrectiveActionOverdue(**overdue))
