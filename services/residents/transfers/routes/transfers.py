"""`/v1/households/transfers`: the change of holder itself."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from services.residents.confidential import Confidential, confidential_of
from services.residents.households import repository as households
from services.residents.premises import repository as premises
from services.residents.premises.domain.room_code import parse_room_code
from services.residents.transfers.domain.lifecycle import Status
from services.residents.transfers.papers import protocol_pdf
from services.residents.transfers.repository import transfers
from services.residents.transfers.repository.transfers import TransferFilter
from services.residents.transfers.routes.parts import PREFIX, TAGS, TransferId, view_for
from services.residents.transfers.schemas.answered import TransferSummary, TransferView
from services.residents.transfers.schemas.asked import CancellationBody, ClosingBody, TransferBody, TransferChange
from services.residents.transfers.usecases.change_transfer import cancel_transfer, change_transfer
from services.residents.transfers.usecases.check_transfer import with_checklist
from services.residents.transfers.usecases.close_transfer import close_transfer
from services.residents.transfers.usecases.open_transfer import open_transfer
from shared.runtime.files.answers import PDF, file_answer, file_responses
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Code, Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix=PREFIX, tags=TAGS)

_TODAY = ClosingBody()


@routes.post(
    "",
    operation_id="transfers.open",
    summary="Open a change of holder",
    status_code=201,
    response_model=TransferView,
    responses=problems(404, 409, 412),
)
async def open_(
    body: TransferBody,
    caller: Annotated[Caller, needs("transfers:conduct")],
    command: Annotated[Command, Depends(command_of)],
    confidential: Annotated[Confidential, Depends(confidential_of)],
) -> Response:
    """For a present household, one at a time; nobody is told before it is closed (handbook R-07)."""
    return await command.run(
        lambda tx: open_transfer(tx, caller, body, confidential.cipher), view=view_for(caller), status=201
    )


@routes.get("", operation_id="transfers.list", summary="List transfers, newest first", responses=problems(404))
async def list_(
    caller: Annotated[Caller, needs("transfers:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    status: Status | None = None,
    room_code: Annotated[Code | None, Query()] = None,
    household_id: Annotated[Identifier | None, Query()] = None,
    community_id: Annotated[Identifier | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[TransferSummary]:
    """One query a page; the checklist comes with a single transfer (handbook R-07)."""
    wanted = TransferFilter(
        [caller.community(community_id)] if community_id else caller.communities,
        status=status,
        room_code=str(parse_room_code(room_code)) if room_code else None,
        household_id=household_id,
    )
    async with reader.session() as session:
        rows, next_cursor = await transfers.list_transfers(session, wanted, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, TransferSummary.of)


@routes.get("/{transfer_id}", operation_id="transfers.show", summary="Read a transfer", responses=problems(404))
async def show(
    transfer_id: TransferId,
    response: Response,
    caller: Annotated[Caller, needs("transfers:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> TransferView:
    """With its checklist from live facts; twelve queries whatever it holds (handbook R-07).

    The ETag is the transfer's own: facts of other services change the checklist, not the transfer.
    """
    async with reader.session() as session:
        transfer = await transfers.load_transfer(session, transfer_id, caller.communities)
        checked = await with_checklist(session, transfer)
    tagged(response, transfer.version)
    return view_for(caller)(checked)


@routes.post(
    "/{transfer_id}/change",
    operation_id="transfers.change",
    summary="Change an open transfer",
    response_model=TransferView,
    responses=problems(404, 409, 412),
)
async def change(
    transfer_id: TransferId,
    body: TransferChange,
    caller: Annotated[Caller, needs("transfers:conduct")],
    command: Annotated[Command, Depends(command_of)],
    confidential: Annotated[Confidential, Depends(confidential_of)],
) -> Response:
    """Date, reason, papers seen, the new holder (handbook R-07)."""
    return await command.run(
        lambda tx: change_transfer(tx, caller, transfer_id, body, confidential.cipher), view=view_for(caller)
    )


@routes.post(
    "/{transfer_id}/cancel",
    operation_id="transfers.cancel",
    summary="Give an open transfer up",
    response_model=TransferView,
    responses=problems(404, 409, 412),
)
async def cancel(
    transfer_id: TransferId,
    body: CancellationBody,
    caller: Annotated[Caller, needs("transfers:conduct")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """The household stays; what was taken down about the new holder is deleted (handbook R-07)."""
    return await command.run(lambda tx: cancel_transfer(tx, caller, transfer_id, body.reason), view=view_for(caller))


@routes.post(
    "/{transfer_id}/close",
    operation_id="transfers.close",
    summary="Close a transfer: the room changes hands",
    response_model=TransferView,
    responses=problems(404, 409, 412),
)
async def close(
    transfer_id: TransferId,
    caller: Annotated[Caller, needs("transfers:conduct")],
    command: Annotated[Command, Depends(command_of)],
    confidential: Annotated[Confidential, Depends(confidential_of)],
    body: ClosingBody = _TODAY,
) -> Response:
    """The old household departs, its file closes, the new one is registered with a file of its own (handbook R-07).

    Refused with 409 while the checklist is open; `errors` names each item (`/checklist/arrears`).
    """
    return await command.run(
        lambda tx: close_transfer(tx, caller, transfer_id, body, confidential),
        view=view_for(caller),
        key_required=True,
    )


@routes.get(
    "/{transfer_id}/protocol",
    operation_id="transfers.print",
    summary="The transfer protocol as PDF",
    response_class=Response,
    responses=file_responses(PDF, 404, description="The protocol"),
)
async def print_(
    transfer_id: TransferId,
    caller: Annotated[Caller, needs("transfers:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> Response:
    """变更交接单: the checklist with who and when, to be signed by both holders and us (handbook R-07)."""
    async with reader.session() as session:
        transfer = await transfers.load_transfer(session, transfer_id, caller.communities)
        checked = await with_checklist(session, transfer)
        community = await premises.load_community(session, transfer.community_id, caller.communities)
        old = await households.load_household(session, transfer.household_id, caller.communities)
        new = (
            await households.load_household(session, transfer.new_household_id, caller.communities)
            if transfer.new_household_id
            else None
        )
    pdf = await asyncio.to_thread(protocol_pdf, checked, community, old, new, at=reader.now)
    return file_answer(pdf, PDF, f"{transfer.number}.pdf")
