"""`/v1/renovations/{id}/permit.pdf` and `/extensions`."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from services.residents.premises import repository as premises
from services.residents.renovation import repository
from services.residents.renovation.papers import permit_pdf
from services.residents.renovation.permits.schemas import ExtensionBody
from services.residents.renovation.permits.usecases.decide_extension import approve_extension, reject_extension
from services.residents.renovation.permits.usecases.request_extension import request_extension
from services.residents.renovation.routes.parts import NO_REMARK, PREFIX, TAGS, RenovationId
from services.residents.renovation.schemas.answered import RenovationView
from services.residents.renovation.schemas.asked import Reason, Remark
from shared.kernel.errors import NotFound
from shared.runtime.files.answers import PDF, file_answer, file_responses
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix=PREFIX, tags=TAGS)
ExtensionId = Annotated[Identifier, Path()]


@routes.get(
    "/{renovation_id}/permit.pdf",
    operation_id="renovations.print_permit",
    summary="The construction permit to post at the door",
    response_class=Response,
    responses=file_responses(PDF, 404, description="The permit in force"),
)
async def print_permit(
    renovation_id: RenovationId,
    caller: Annotated[Caller, needs("renovations:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> Response:
    """A4, in Chinese and English, the QR code is what the gate check takes (handbook R-32). 404 before it is issued."""
    async with reader.session() as session:
        renovation = await repository.load_renovation(session, renovation_id, caller.communities)
        community = await premises.load_community(session, renovation.community_id, caller.communities)
    if not renovation.permits:
        raise NotFound(what="permit")
    permit = renovation.permits[-1]
    pdf = await asyncio.to_thread(permit_pdf, renovation, permit, community)
    return file_answer(pdf, PDF, f"{permit.number}.pdf")


@routes.post(
    "/{renovation_id}/extensions",
    operation_id="renovations.request_extension",
    summary="Ask for more time",
    response_model=RenovationView,
    responses=problems(404, 409, 412),
)
async def ask_for_more_time(
    renovation_id: RenovationId,
    body: ExtensionBody,
    caller: Annotated[Caller, needs("renovations:extend")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """One request at a time; another person decides (handbook R-32)."""
    return await command.run(lambda tx: request_extension(tx, caller, renovation_id, body), view=RenovationView.whole)


@routes.post(
    "/{renovation_id}/extensions/{extension_id}/approve",
    operation_id="renovations.approve_extension",
    summary="Approve more time; a new permit is issued",
    response_model=RenovationView,
    responses=problems(404, 409, 412),
)
async def approve_more_time(
    renovation_id: RenovationId,
    extension_id: ExtensionId,
    caller: Annotated[Caller, needs("renovations:approve")],
    command: Annotated[Command, Depends(command_of)],
    body: Remark = NO_REMARK,
) -> Response:
    """The old permit is superseded, its QR code void; worker passes follow the new period (handbook R-32)."""
    return await command.run(
        lambda tx: approve_extension(tx, caller, renovation_id, extension_id, body.note),
        view=RenovationView.whole,
        key_required=True,
    )


@routes.post(
    "/{renovation_id}/extensions/{extension_id}/reject",
    operation_id="renovations.reject_extension",
    summary="Refuse more time",
    response_model=RenovationView,
    responses=problems(404, 409, 412),
)
async def refuse_more_time(
    renovation_id: RenovationId,
    extension_id: ExtensionId,
    body: Reason,
    caller: Annotated[Caller, needs("renovations:approve")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """The permit ends as it says (handbook R-32)."""
    return await command.run(
        lambda tx: reject_extension(tx, caller, renovation_id, extension_id, body.reason), view=RenovationView.whole
    )
