"""The hand-over does not take place. Source: handbook R-22."""

from services.residents.move_ins.domain.steps import MoveInStep
from services.residents.move_ins.models import MoveIn
from services.residents.move_ins.schemas.asked import CancellationForm
from services.residents.move_ins.usecases.steps import begin_step, finish_step
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def cancel_move_in(tx: Transaction, caller: Caller, move_in_id: str, form: CancellationForm) -> MoveIn:
    """Before it is completed; what it registered and the defects it raised stay. Raises StepOutOfOrder."""
    move_in = await begin_step(tx, caller, move_in_id, MoveInStep.CANCEL)
    move_in.ended_at = tx.now
    finish_step(tx, caller, move_in, MoveInStep.CANCEL, note=form.reason)
    return move_in
