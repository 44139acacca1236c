"""Write down what a household asks of the desk. Source: handbook A-06."""

from datetime import date

from services.residents.households.domain.instructions import is_in_force
from services.residents.households.domain.membership import day_within
from services.residents.households.models import Household, StandingInstruction
from services.residents.households.schemas import InstructionBody
from services.residents.households.usecases.parts import must_have_room, present_household, tell_changed
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

_LAST_DAY = date(2200, 12, 31)


async def write_instruction(tx: Transaction, caller: Caller, household_id: str, body: InstructionBody) -> Household:
    """The household. Raises TooManyOnRegister, DayOutOfRange, Departed."""
    household, today = await present_household(tx, caller, household_id)

    valid_from = body.valid_from or today
    valid_until = body.valid_until and day_within(
        body.valid_until, first=max(valid_from, today), last=_LAST_DAY, pointer="/valid_until"
    )
    must_have_room([one for one in household.instructions if _is_kept(one, today)])

    household.instructions.append(
        StandingInstruction(
            id=new_id(),
            community_id=household.community_id,
            kind=body.kind.value,
            text=body.text,
            valid_from=valid_from,
            valid_until=valid_until,
            written_by=caller.account_id,
            written_by_name=caller.name[:100],
            written_at=tx.now,
            withdrawn_by=None,
            withdrawn_at=None,
        )
    )

    tell_changed(tx, household)
    return household


def _is_kept(instruction: StandingInstruction, today: date) -> bool:
    """In force now, or later."""
    return is_in_force(
        valid_from=min(instruction.valid_from, today),
        valid_until=instruction.valid_until,
        is_withdrawn=instruction.withdrawn_at is not None,
        day=today,
    )
