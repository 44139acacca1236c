"""`/v1/households/transfers`: what the checklist waits for."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.residents.transfers.routes.parts import PREFIX, TAGS, TransferId, view_for
from services.residents.transfers.schemas.answered import TransferView
from services.residents.transfers.schemas.asked import ConfirmationBody, ReadingsBody, WaiverBody
from services.residents.transfers.usecases.mark_item import confirm_item, waive_item
from services.residents.transfers.usecases.record_readings import record_readings
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.problems import problems
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix=PREFIX, tags=TAGS)


@routes.post(
    "/{transfer_id}/readings",
    operation_id="transfers.record_readings",
    summary="Record the last meter readings",
    response_model=TransferView,
    responses=problems(404, 409, 412),
)
async def readings(
    transfer_id: TransferId,
    body: ReadingsBody,
    caller: Annotated[Caller, needs("transfers:conduct")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Water, power and gas, each read or noted as not there; not below the earlier hand-over (handbook R-07, R-22)."""
    return await command.run(lambda tx: record_readings(tx, caller, transfer_id, body), view=view_for(caller))


@routes.post(
    "/{transfer_id}/confirm",
    operation_id="transfers.confirm",
    summary="Confirm an item by hand",
    response_model=TransferView,
    responses=problems(404, 409, 412),
)
async def confirm(
    transfer_id: TransferId,
    body: ConfirmationBody,
    caller: Annotated[Caller, needs("transfers:conduct")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Only where records can't settle it (`by_hand`); the note says what was looked at (handbook R-07)."""
    return await command.run(lambda tx: confirm_item(tx, caller, transfer_id, body), view=view_for(caller))


@routes.post(
    "/{transfer_id}/waive",
    operation_id="transfers.waive",
    summary="Waive an open item",
    response_model=TransferView,
    responses=problems(404, 409, 412),
)
async def waive(
    transfer_id: TransferId,
    body: WaiverBody,
    caller: Annotated[Caller, needs("transfers:waive")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """With a reason, never by who opened the transfer; more than was waived opens the item again (handbook R-07)."""
    return await command.run(lambda tx: waive_item(tx, caller, transfer_id, body), view=view_for(caller))
