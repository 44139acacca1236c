"""Whether a key stays; the keys, tried one by one and signed for. Source: handbook R-22, A-20."""

from services.residents.move_ins.domain.errors import KeysWrong
from services.residents.move_ins.domain.keys import KeyCustody, Tried, key_faults
from services.residents.move_ins.domain.steps import MoveInStep
from services.residents.move_ins.models import MoveIn
from services.residents.move_ins.schemas.asked import CustodyForm, KeysForm
from services.residents.move_ins.usecases.steps import begin_step, finish_step
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def choose_custody(tx: Transaction, caller: Caller, move_in_id: str, form: CustodyForm) -> MoveIn:
    """The owner's option. Raises StepOutOfOrder."""
    move_in = await begin_step(tx, caller, move_in_id, MoveInStep.CHOOSE_CUSTODY)
    move_in.custody = form.custody.value
    finish_step(tx, caller, move_in, MoveInStep.CHOOSE_CUSTODY, form)
    return move_in


async def try_keys(tx: Transaction, caller: Caller, move_in_id: str, form: KeysForm) -> MoveIn:
    """A key that does not work is on record and not signed for. Raises StepOutOfOrder, KeysWrong."""
    move_in = await begin_step(tx, caller, move_in_id, MoveInStep.TRY_KEYS)

    tried = [Tried(key.label, key.works, key.stays) for key in form.keys]
    if faults := key_faults(tried, KeyCustody(move_in.custody or KeyCustody.NONE)):
        raise KeysWrong(faults)
    tagged = [key.model_copy(update={"tag": key.tag or move_in.room_code}) for key in form.keys]

    finish_step(tx, caller, move_in, MoveInStep.TRY_KEYS, form.model_copy(update={"keys": tagged}))
    return move_in
