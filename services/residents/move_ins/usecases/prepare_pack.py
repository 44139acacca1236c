"""The document pack lies ready. Source: handbook R-20."""

from services.residents.move_ins.domain.steps import MoveInStep
from services.residents.move_ins.models import MoveIn
from services.residents.move_ins.usecases.steps import begin_step, finish_step
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def prepare_pack(tx: Transaction, caller: Caller, move_in_id: str) -> MoveIn:
    """Until the documents are handed out; the last to check it counts. Raises StepOutOfOrder."""
    move_in = await begin_step(tx, caller, move_in_id, MoveInStep.PREPARE_PACK)

    mark_prepared(tx, caller, move_in)
    finish_step(tx, caller, move_in, MoveInStep.PREPARE_PACK)
    return move_in


def mark_prepared(tx: Transaction, caller: Caller, move_in: MoveIn) -> None:
    """By whom and when."""
    move_in.pack_prepared_at = tx.now
    move_in.pack_prepared_by = caller.account_id
