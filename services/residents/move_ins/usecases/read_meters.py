"""The opening readings. Source: handbook R-22, B-13."""

from services.residents.move_ins.domain.errors import ReadingsMissing
from services.residents.move_ins.domain.inspection import reading_faults
from services.residents.move_ins.domain.steps import MoveInStep
from services.residents.move_ins.models import MoveIn
from services.residents.move_ins.schemas.asked import ReadingsForm
from services.residents.move_ins.usecases.steps import begin_step, finish_step
from services.residents.premises.domain.kinds import RoomKind
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def read_meters(tx: Transaction, caller: Caller, move_in_id: str, form: ReadingsForm) -> MoveIn:
    """Raises StepOutOfOrder, ReadingsMissing, which names each meter."""
    move_in = await begin_step(tx, caller, move_in_id, MoveInStep.READ_METERS)

    kind = RoomKind(move_in.room_kind)
    if faults := reading_faults(kind, [line.kind for line in form.readings], form.absent):
        raise ReadingsMissing(faults)

    finish_step(tx, caller, move_in, MoveInStep.READ_METERS, form)
    return move_in
