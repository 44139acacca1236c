"""What was prepaid at the cashier's. Source: handbook R-22."""

from services.residents.move_ins.domain.steps import MoveInStep
from services.residents.move_ins.models import MoveIn
from services.residents.move_ins.schemas.asked import PrepaymentForm
from services.residents.move_ins.usecases.steps import begin_step, finish_step
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def record_prepayment(tx: Transaction, caller: Caller, move_in_id: str, form: PrepaymentForm) -> MoveIn:
    """By the receipt's number, as the owner shows it.

    The order of the handbook puts the money before the household form: billing may not know the household yet, so
    its `payment.received` can't be waited for. Raises StepOutOfOrder.
    """
    move_in = await begin_step(tx, caller, move_in_id, MoveInStep.RECORD_PREPAYMENT)
    finish_step(tx, caller, move_in, MoveInStep.RECORD_PREPAYMENT, form)
    return move_in
