"""`/v1/move-ins`: the steps in the room, and the end."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.residents.move_ins.routes.parts import PREFIX, TAGS, TODAY, MoveInId
from services.residents.move_ins.schemas.answered import MoveInView
from services.residents.move_ins.schemas.asked import (
    CancellationForm,
    CompletionForm,
    InspectionForm,
    KeysForm,
    ReadingsForm,
)
from services.residents.move_ins.usecases.cancel_move_in import cancel_move_in
from services.residents.move_ins.usecases.complete_move_in import complete_move_in
from services.residents.move_ins.usecases.inspect_room import inspect_room
from services.residents.move_ins.usecases.read_meters import read_meters
from services.residents.move_ins.usecases.try_keys import try_keys
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.problems import problems
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix=PREFIX, tags=TAGS)


@routes.post(
    "/{move_in_id}/inspect",
    operation_id="move_ins.inspect",
    summary="Inspect the room together",
    response_model=MoveInView,
    responses=problems(404, 409, 412),
)
async def inspect(
    move_in_id: MoveInId,
    body: InspectionForm,
    caller: Annotated[Caller, needs("move_ins:conduct")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Each item once; every defect goes to the developer at once (handbook R-22, R-23); the key is required."""
    return await command.run(
        lambda tx: inspect_room(tx, caller, move_in_id, body), view=MoveInView.whole, key_required=True
    )


@routes.post(
    "/{move_in_id}/read-meters",
    operation_id="move_ins.read_meters",
    summary="Read the meters",
    response_model=MoveInView,
    responses=problems(404, 409, 412),
)
async def read(
    move_in_id: MoveInId,
    body: ReadingsForm,
    caller: Annotated[Caller, needs("move_ins:conduct")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Opening readings of water, power and gas (handbook R-22, B-13)."""
    return await command.run(lambda tx: read_meters(tx, caller, move_in_id, body), view=MoveInView.whole)


@routes.post(
    "/{move_in_id}/try-keys",
    operation_id="move_ins.try_keys",
    summary="Try and sign for the keys",
    response_model=MoveInView,
    responses=problems(404, 409, 412),
)
async def keys(
    move_in_id: MoveInId,
    body: KeysForm,
    caller: Annotated[Caller, needs("move_ins:conduct")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """One by one; one may stay where custody was authorised (handbook R-22)."""
    return await command.run(lambda tx: try_keys(tx, caller, move_in_id, body), view=MoveInView.whole)


@routes.post(
    "/{move_in_id}/complete",
    operation_id="move_ins.complete",
    summary="Complete the hand-over",
    response_model=MoveInView,
    responses=problems(404, 409, 412),
)
async def complete(
    move_in_id: MoveInId,
    caller: Annotated[Caller, needs("move_ins:conduct")],
    command: Annotated[Command, Depends(command_of)],
    body: CompletionForm = TODAY,
) -> Response:
    """Charges, keys, passes and the welcome follow by event (handbook R-24); the key is required."""
    return await command.run(
        lambda tx: complete_move_in(tx, caller, move_in_id, body), view=MoveInView.whole, key_required=True
    )


@routes.post(
    "/{move_in_id}/cancel",
    operation_id="move_ins.cancel",
    summary="Cancel the move-in",
    response_model=MoveInView,
    responses=problems(404, 409, 412),
)
async def cancel(
    move_in_id: MoveInId,
    body: CancellationForm,
    caller: Annotated[Caller, needs("move_ins:conduct")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Before completion (handbook R-22); the household and the defects that it entered stay."""
    return await command.run(lambda tx: cancel_move_in(tx, caller, move_in_id, body), view=MoveInView.whole)
