"""Security registers an evening or night on site, or refuses it. Source: handbook R-37, permissions.md."""

from services.residents.renovation import repository
from services.residents.renovation.hot_work.domain import check_works
from services.residents.renovation.models import Renovation
from services.residents.renovation.overtime.domain import OVERTIME, OvertimeAction, OvertimeStatus
from services.residents.renovation.usecases.steps import record_step
from services.residents.versions import touch
from shared.kernel.errors import NotFound, OwnRequest
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def decide_overtime(
    tx: Transaction, caller: Caller, overtime_id: str, action: OvertimeAction, note: str | None
) -> Renovation:
    """By another than who asked. Raises OwnRequest, NoWorksGoOn, IllegalTransition."""
    renovation_id = await repository.renovation_of_overtime(tx.session, overtime_id, caller.communities)
    renovation = await repository.load_renovation(tx.session, renovation_id, caller.communities)
    tx.guard(renovation)
    overtime = next((row for row in renovation.overtimes if row.id == overtime_id), None)
    if overtime is None:
        raise NotFound(what="overtime")

    if caller.account_id == overtime.requested_by:
        raise OwnRequest
    status = OVERTIME.next(OvertimeStatus(overtime.status), action)
    if action is OvertimeAction.APPROVE:
        check_works(renovation.status)

    overtime.status = status.value
    overtime.decided_by = caller.account_id
    overtime.decided_at = tx.now
    overtime.decision_note = note
    record_step(tx, renovation, f"{action.value}_overtime", actor_id=caller.account_id, note=overtime.day.isoformat())
    touch(renovation, tx.now)
    return renovation
