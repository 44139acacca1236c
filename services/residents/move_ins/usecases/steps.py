"""A step of a move-in: its turn by the table, the form, the history, the version. Source: handbook R-22."""

from typing import Any

from pydantic import BaseModel

from services.residents.move_ins import repository
from services.residents.move_ins.domain.steps import MoveInStatus, MoveInStep, status_after
from services.residents.move_ins.models import MoveIn, MoveInStepRow
from services.residents.versions import touch
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def begin_step(tx: Transaction, caller: Caller, move_in_id: str, step: MoveInStep) -> MoveIn:
    """The move-in whose turn it is. Raises NotFound, Stale, StepOutOfOrder."""
    move_in = await repository.load_move_in(tx.session, move_in_id, caller.communities)
    tx.guard(move_in)
    status_after(MoveInStatus(move_in.status), step)
    return move_in


def finish_step(
    tx: Transaction,
    caller: Caller,
    move_in: MoveIn,
    step: MoveInStep,
    form: BaseModel | None = None,
    *,
    note: str | None = None,
) -> None:
    """Move on, and keep the form with who filled it in and when. Raises StepOutOfOrder."""
    move_in.status = status_after(MoveInStatus(move_in.status), step).value
    record_step(tx, caller, move_in, step.value, form.model_dump(mode="json") if form else {}, note)
    touch(move_in, tx.now)


def record_step(
    tx: Transaction, caller: Caller, move_in: MoveIn, step: str, form: dict[str, Any], note: str | None = None
) -> None:
    """Append to the history."""
    move_in.steps.append(
        MoveInStepRow(
            id=new_id(), at=tx.now, actor_id=caller.account_id, step=step, status=move_in.status, form=form, note=note
        )
    )
