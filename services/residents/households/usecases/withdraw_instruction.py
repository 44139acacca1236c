"""An instruction holds no more. Source: handbook A-06."""

from services.residents.households.domain.instructions import AlreadyWithdrawn
from services.residents.households.models import Household
from services.residents.households.usecases.parts import present_household, tell_changed
from shared.kernel.errors import NotFound
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def withdraw_instruction(tx: Transaction, caller: Caller, household_id: str, instruction_id: str) -> Household:
    """The household; the instruction stays as history. Raises NotFound, AlreadyWithdrawn, Departed."""
    household, _ = await present_household(tx, caller, household_id)
    instruction = next((one for one in household.instructions if one.id == instruction_id), None)
    if instruction is None:
        raise NotFound(what="instruction")

    if instruction.withdrawn_at is not None:
        raise AlreadyWithdrawn
    instruction.withdrawn_at, instruction.withdrawn_by = tx.now, caller.account_id

    tell_changed(tx, household)
    return household
