"""`/v1/households/{household_id}/instructions`. Source: handbook A-06."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from services.residents.households.routes.parts import HouseholdId, WholeView
from services.residents.households.schemas import InstructionBody, WholeHouseholdView
from services.residents.households.usecases.withdraw_instruction import withdraw_instruction
from services.residents.households.usecases.write_instruction import write_instruction
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.problems import problems
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/households/{household_id}/instructions", tags=["households"])


@routes.post(
    "",
    operation_id="households.write_instruction",
    summary="Write down a standing instruction for the desk",
    response_model=WholeHouseholdView,
    responses=problems(404, 409, 412),
)
async def write(
    household_id: HouseholdId,
    body: InstructionBody,
    caller: Annotated[Caller, needs("instructions:write")],
    command: Annotated[Command, Depends(command_of)],
    view: WholeView,
) -> Response:
    """Shown on the caller card, at the gate check and with the room while it is in force (handbook A-06)."""
    return await command.run(
        lambda tx: write_instruction(tx, caller, household_id, body),
        view=view,
    )


@routes.post(
    "/{instruction_id}/withdraw",
    operation_id="households.withdraw_instruction",
    summary="Withdraw a standing instruction",
    response_model=WholeHouseholdView,
    responses=problems(404, 409, 412),
)
async def withdraw(
    household_id: HouseholdId,
    instruction_id: Annotated[Identifier, Path()],
    caller: Annotated[Caller, needs("instructions:write")],
    command: Annotated[Command, Depends(command_of)],
    view: WholeView,
) -> Response:
    """It stays as history (handbook A-06)."""
    return await command.run(
        lambda tx: withdraw_instruction(tx, caller, household_id, instruction_id),
        view=view,
    )
