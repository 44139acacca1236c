"""`/v1/renovations`: the application, by or for its applicant."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from services.residents.confidential import Confidential, confidential_of
from services.residents.premises.domain.room_code import parse_room_code
from services.residents.renovation import repository
from services.residents.renovation.domain.lifecycle import Status
from services.residents.renovation.repository import RenovationFilter
from services.residents.renovation.routes.parts import NO_REMARK, PREFIX, TAGS, RenovationId
from services.residents.renovation.schemas.answered import RenovationSummary, RenovationView
from services.residents.renovation.schemas.asked import ApplicationBody, PaperBody, Remark, RevisionBody
from services.residents.renovation.usecases.decline_renovation import withdraw_renovation
from services.residents.renovation.usecases.draft_renovation import draft_renovation
from services.residents.renovation.usecases.hand_in_paper import hand_in_paper
from services.residents.renovation.usecases.revise_renovation import revise_renovation
from services.residents.renovation.usecases.submit_renovation import submit_renovation
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Code, Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix=PREFIX, tags=TAGS)


@routes.post(
    "",
    operation_id="renovations.draft",
    summary="Take an application down",
    status_code=201,
    response_model=RenovationView,
    responses=problems(404, 409, 412),
)
async def draft(
    body: ApplicationBody,
    caller: Annotated[Caller, needs("renovations:apply")],
    command: Annotated[Command, Depends(command_of)],
    confidential: Annotated[Confidential, Depends(confidential_of)],
) -> Response:
    """A numbered draft for the household that holds the room (handbook R-30); nobody is told before it is submitted."""
    return await command.run(
        lambda tx: draft_renovation(tx, caller, body, confidential.cipher), view=RenovationView.whole, status=201
    )


@routes.get("", operation_id="renovations.list", summary="List renovations, newest first", responses=problems(404))
async def list_(
    caller: Annotated[Caller, needs("renovations:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    status: Status | None = None,
    room_code: Annotated[Code | None, Query()] = None,
    household_id: Annotated[Identifier | None, Query()] = None,
    community_id: Annotated[Identifier | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[RenovationSummary]:
    """Two queries a page: applications and their permits (handbook R-30, R-32)."""
    wanted = RenovationFilter(
        [caller.community(community_id)] if community_id else caller.communities,
        status=status,
        room_code=str(parse_room_code(room_code)) if room_code else None,
        household_id=household_id,
    )
    async with reader.session() as session:
        rows, next_cursor = await repository.list_renovations(session, wanted, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, RenovationSummary.of)


@routes.get("/{renovation_id}", operation_id="renovations.show", summary="Read a renovation", responses=problems(404))
async def show(
    renovation_id: RenovationId,
    response: Response,
    caller: Annotated[Caller, needs("renovations:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> RenovationView:
    """With everything that belongs to it (handbook R-30 to R-37); twelve queries whatever it holds."""
    async with reader.session() as session:
        renovation = await repository.load_renovation(session, renovation_id, caller.communities)
    tagged(response, renovation.version)
    return RenovationView.whole(renovation)


@routes.post(
    "/{renovation_id}/revise",
    operation_id="renovations.revise",
    summary="Change a draft, or what was asked to be changed",
    response_model=RenovationView,
    responses=problems(404, 409, 412),
)
async def revise(
    renovation_id: RenovationId,
    body: RevisionBody,
    caller: Annotated[Caller, needs("renovations:apply")],
    command: Annotated[Command, Depends(command_of)],
    confidential: Annotated[Confidential, Depends(confidential_of)],
) -> Response:
    """What is left out stays; the plan has to be reviewed anew (handbook R-30)."""
    return await command.run(
        lambda tx: revise_renovation(tx, caller, renovation_id, body, confidential.cipher), view=RenovationView.whole
    )


@routes.post(
    "/{renovation_id}/papers",
    operation_id="renovations.hand_in_paper",
    summary="Hand in a paper",
    response_model=RenovationView,
    responses=problems(404, 409, 412),
)
async def add_paper(
    renovation_id: RenovationId,
    body: PaperBody,
    caller: Annotated[Caller, needs("renovations:apply")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Until the decision; a new plan voids the review of the old one (handbook R-30)."""
    return await command.run(lambda tx: hand_in_paper(tx, caller, renovation_id, body), view=RenovationView.whole)


@routes.post(
    "/{renovation_id}/submit",
    operation_id="renovations.submit",
    summary="Hand the application in",
    response_model=RenovationView,
    responses=problems(404, 409, 412),
)
async def submit(
    renovation_id: RenovationId,
    caller: Annotated[Caller, needs("renovations:apply")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Again after a revision. Who submits may not decide later (handbook R-30)."""
    return await command.run(lambda tx: submit_renovation(tx, caller, renovation_id), view=RenovationView.whole)


@routes.post(
    "/{renovation_id}/withdraw",
    operation_id="renovations.withdraw",
    summary="Take the application back",
    response_model=RenovationView,
    responses=problems(404, 409, 412),
)
async def withdraw(
    renovation_id: RenovationId,
    caller: Annotated[Caller, needs("renovations:apply")],
    command: Annotated[Command, Depends(command_of)],
    body: Remark = NO_REMARK,
) -> Response:
    """Before the decision, or after the approval while nothing is paid (handbook R-30)."""
    return await command.run(
        lambda tx: withdraw_renovation(tx, caller, renovation_id, body.note), view=RenovationView.whole
    )
