"""`/v1/passes`: asked for, listed, read."""

from io import BytesIO
from typing import Annotated

import segno
from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from services.access.domain.lifecycle import Kind, Status
from services.access.repository import lists, passes
from services.access.repository.lists import PassFilter
from services.access.repository.records import PassRecord, describe
from services.access.schemas.passes import PassDetail, PassOpening, PassView
from services.access.usecases.issue_temporary_pass import issue_temporary_pass
from services.access.usecases.request_pass import request_pass
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Code, Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs
from shared.runtime.unit_of_work import Transaction

routes = APIRouter(prefix="/v1/passes", tags=["passes"])

PassId = Annotated[Identifier, Path(description="The pass's id")]
_SVG = "image/svg+xml"
_QR_SCALE = 8


@routes.post(
    "",
    operation_id="passes.open",
    summary="Ask for a resident pass, or hand out a temporary one",
    status_code=201,
    response_model=PassDetail,
    responses=problems(404, 409),
)
async def open_(
    body: PassOpening,
    caller: Annotated[Caller, needs("passes:request")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """A temporary pass is issued at once (handbook A-32); a resident pass is requested and counted (A-30).

    Needs an `Idempotency-Key`: a pass is a document.
    """

    async def work(tx: Transaction) -> PassRecord:
        opens = issue_temporary_pass if body.kind is Kind.TEMPORARY else request_pass
        return await describe(tx.session, await opens(tx, caller, body))

    return await command.run(work, view=PassDetail.of, status=201, key_required=True)


@routes.get("", operation_id="passes.list", summary="List passes, newest first", responses=problems(404))
async def list_(  # noqa: PLR0913 - each is a filter of the list
    *,
    caller: Annotated[Caller, needs("passes:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    kind: Kind | None = None,
    status: Status | None = None,
    renovation_id: Identifier | None = None,
    room_code: Code | None = None,
    household_id: Identifier | None = None,
    unreturned: bool = False,
    community_id: Identifier | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[PassView]:
    """One query a page. `unreturned=true`: issued and not back yet (handbook A-32)."""
    wanted = PassFilter(
        communities=[caller.community(community_id)] if community_id else caller.communities,
        kind=kind,
        status=status,
        renovation_id=renovation_id,
        room_code=room_code,
        household_id=household_id,
        unreturned=unreturned,
    )
    async with reader.session() as session:
        rows, next_cursor = await lists.list_passes(session, wanted, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, PassView.of)


@routes.get("/{pass_id}", operation_id="passes.show", summary="Read a pass", responses=problems(404))
async def show(
    pass_id: PassId,
    response: Response,
    caller: Annotated[Caller, needs("passes:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> PassDetail:
    """With its code and the time of each stage (handbook A-31); the `ETag` is for a later `If-Match`."""
    async with reader.session() as session:
        record = await describe(session, await passes.find_pass(session, pass_id, caller.communities))
    tagged(response, record.version)
    return PassDetail.of(record)


@routes.get(
    "/{pass_id}/qr.svg",
    operation_id="passes.qr",
    summary="The pass's QR code",
    response_class=Response,
    responses={200: {"description": "The QR code", "content": {_SVG: {"schema": {"type": "string"}}}}, **problems(404)},
)
async def qr(
    pass_id: PassId,
    caller: Annotated[Caller, needs("passes:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> Response:
    """What the gate scans (handbook A-34): the code and nothing else."""
    async with reader.session() as session:
        card = await passes.find_pass(session, pass_id, caller.communities)
    picture = BytesIO()
    segno.make(card.code, micro=False, error="m").save(picture, kind="svg", scale=_QR_SCALE)
    return Response(picture.getvalue(), media_type=_SVG, headers={"Cache-Control": "private, no-store"})
