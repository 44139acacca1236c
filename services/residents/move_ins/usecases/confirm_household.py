"""The household form: registers the household, or confirms who holds the room. Source: handbook R-22, R-02."""

from services.residents.confidential import Confidential
from services.residents.households import repository as households
from services.residents.households.domain.errors import RoomTaken
from services.residents.households.schemas import HouseholdBody
from services.residents.households.usecases.register_household import register_household
from services.residents.move_ins.domain.errors import HouseholdFormMissing
from services.residents.move_ins.domain.steps import MoveInStep
from services.residents.move_ins.models import MoveIn
from services.residents.move_ins.schemas.answered import HouseholdTaken
from services.residents.move_ins.schemas.asked import HouseholdForm
from services.residents.move_ins.usecases.steps import begin_step, finish_step
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def confirm_household(
    tx: Transaction, caller: Caller, move_in_id: str, form: HouseholdForm, confidential: Confidential
) -> MoveIn:
    """Only its id is kept with the step: the people are the register's.

    Raises StepOutOfOrder, RoomTaken, HouseholdFormMissing and `register_household`'s.
    """
    move_in = await begin_step(tx, caller, move_in_id, MoveInStep.CONFIRM_HOUSEHOLD)
    present = await households.present_household(tx.session, move_in.room_id)

    if form.members is None:
        if present is None:
            raise HouseholdFormMissing(pointer="/members", room_code=move_in.room_code)
        taking = present
    else:
        if present is not None:
            raise RoomTaken(pointer="/members", room_code=move_in.room_code)
        body = HouseholdBody(room_code=move_in.room_code, members=form.members, community_id=move_in.community_id)
        taking = await register_household(tx, caller, body, confidential)
        # Its row comes first: the move-in refers to it.
        await tx.session.flush()

    move_in.household_id = taking.id
    taken = HouseholdTaken(household_id=taking.id, is_new=present is None)
    finish_step(tx, caller, move_in, MoveInStep.CONFIRM_HOUSEHOLD, taken)
    return move_in
