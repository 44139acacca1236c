"""A step in a hot work's life, and its state as its events carry it: nobody by name."""

from typing import Any

from services.residents.renovation.hot_work.domain import HOT_WORK, Action, Status, WindowOver, standing
from services.residents.renovation.hot_work.models import HotWork, HotWorkStep
from services.residents.versions import touch, upcoming_version
from shared.kernel.ids import new_id
from shared.runtime.unit_of_work import Transaction


def advance(
    tx: Transaction, hot_work: HotWork, action: Action, *, actor_id: str | None, note: str | None = None
) -> None:
    """Move on and write it down. Raises IllegalTransition."""
    hot_work.status = HOT_WORK.next(Status(hot_work.status), action).value
    record_step(tx, hot_work, action.value, actor_id=actor_id, note=note)
    touch(hot_work, tx.now)


def record_step(
    tx: Transaction, hot_work: HotWork, action: str, *, actor_id: str | None, note: str | None = None
) -> None:
    """Append to the history."""
    hot_work.steps.append(
        HotWorkStep(id=new_id(), at=tx.now, actor_id=actor_id, action=action, status=hot_work.status, note=note)
    )


def refuse_over(tx: Transaction, hot_work: HotWork) -> None:
    """Nothing is decided or begun once the window is over, the timer or not. Raises WindowOver."""
    if standing(Status(hot_work.status), hot_work.ends_at, tx.now) != hot_work.status:
        raise WindowOver(ends_at=hot_work.ends_at.isoformat())


def state_of(hot_work: HotWork) -> dict[str, Any]:
    """The fields that both events have."""
    return {
        "hot_work_id": hot_work.id,
        "number": hot_work.number,
        "renovation_id": hot_work.renovation_id,
        "room_id": hot_work.room_id,
        "room_code": hot_work.room_code,
        "household_id": hot_work.household_id,
        "starts_at": hot_work.starts_at,
        "ends_at": hot_work.ends_at,
        "version": upcoming_version(hot_work),
    }
