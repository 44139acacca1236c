"""The joint inspection; each defect goes to the developer at once. Source: handbook R-22, R-23."""

from services.residents.defects.usecases.raise_defect import raise_in_room
from services.residents.move_ins.domain.errors import InspectionIncomplete
from services.residents.move_ins.domain.inspection import Looked, inspection_faults
from services.residents.move_ins.domain.steps import MoveInStep
from services.residents.move_ins.models import MoveIn
from services.residents.move_ins.schemas.answered import InspectionFound, ItemFound
from services.residents.move_ins.schemas.asked import InspectionForm
from services.residents.move_ins.usecases.steps import begin_step, finish_step
from services.residents.premises import repository as premises
from services.residents.premises.domain.kinds import RoomKind
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def inspect_room(tx: Transaction, caller: Caller, move_in_id: str, form: InspectionForm) -> MoveIn:
    """Raises StepOutOfOrder, InspectionIncomplete, which names each item, DeadlineOutOfRange."""
    move_in = await begin_step(tx, caller, move_in_id, MoveInStep.INSPECT)
    community = await premises.load_community(tx.session, move_in.community_id, caller.communities)
    room = await premises.load_room(tx.session, move_in.room_id, caller.communities)

    looked = [Looked(each.item, each.finding, len(each.defects)) for each in form.items]
    if faults := inspection_faults(RoomKind(move_in.room_kind), looked):
        raise InspectionIncomplete(faults)

    items = []
    for position, each in enumerate(form.items):
        raised = [
            await raise_in_room(
                tx,
                caller,
                community,
                room,
                found,
                household_id=move_in.household_id,
                move_in_id=move_in.id,
                pointer=f"/items/{position}/defects/{order}",
            )
            for order, found in enumerate(each.defects)
        ]
        numbers = [defect.number for defect in raised]
        items.append(ItemFound(item=each.item, finding=each.finding, note=each.note, defects=numbers))
    found_all = InspectionFound(items=items, inspected_with=form.inspected_with)
    finish_step(tx, caller, move_in, MoveInStep.INSPECT, found_all)
    return move_in
