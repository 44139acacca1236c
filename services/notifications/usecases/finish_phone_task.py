"""Record that the desk phoned. Source: handbook N-04."""

from services.notifications import repository
from services.notifications.domain.errors import TaskFinished
from services.notifications.models import PhoneTask
from services.notifications.schemas import PhoneTaskFinish
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def finish_phone_task(tx: Transaction, caller: Caller, task_id: str, finish: PhoneTaskFinish) -> PhoneTask:
    """The finished task. Raises NotFound, TaskFinished, Stale."""
    task = await repository.load_phone_task(tx.session, task_id, caller.communities)
    tx.guard(task)
    if task.finished_at is not None:
        raise TaskFinished
    task.finished_at = tx.now
    task.finished_by = caller.account_id
    task.result = finish.result
    return task
