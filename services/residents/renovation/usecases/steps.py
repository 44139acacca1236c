"""A step in a renovation's life: the status by the table, the history, the version."""

from services.residents.renovation.domain.lifecycle import LIFECYCLE, Action, Status
from services.residents.renovation.models import Renovation, RenovationStep
from services.residents.versions import touch
from shared.kernel.errors import OwnRequest
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


def advance(
    tx: Transaction, renovation: Renovation, action: Action, *, actor_id: str | None, note: str | None = None
) -> None:
    """Move on and write it down. Raises IllegalTransition."""
    renovation.status = LIFECYCLE.next(Status(renovation.status), action)
    record_step(tx, renovation, action.value, actor_id=actor_id, note=note)
    touch(renovation, tx.now)


def record_step(
    tx: Transaction, renovation: Renovation, action: str, *, actor_id: str | None, note: str | None = None
) -> None:
    """Append to the history."""
    renovation.steps.append(
        RenovationStep(id=new_id(), at=tx.now, actor_id=actor_id, action=action, status=renovation.status, note=note)
    )


def refuse_own_request(renovation: Renovation, caller: Caller) -> None:
    """Nobody decides what they applied for or handed in. Raises OwnRequest. Source: permissions.md."""
    if caller.account_id in {renovation.applied_by, renovation.submitted_by}:
        raise OwnRequest
