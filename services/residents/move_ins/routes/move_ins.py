"""`/v1/move-ins`: notified owners; list, read."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from services.residents.move_ins import repository
from services.residents.move_ins.domain.steps import MoveInStatus
from services.residents.move_ins.repository import MoveInFilter
from services.residents.move_ins.routes.parts import PREFIX, TAGS, MoveInId
from services.residents.move_ins.schemas.answered import InspectionList, MoveInSummary, MoveInView
from services.residents.move_ins.schemas.asked import MoveInBody
from services.residents.move_ins.usecases.announce_move_in import announce_move_in
from services.residents.premises.domain.kinds import RoomKind
from services.residents.premises.domain.room_code import parse_room_code
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Code, Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix=PREFIX, tags=TAGS)


@routes.post(
    "",
    operation_id="move_ins.announce",
    summary="Take an owner from the developer's list",
    status_code=201,
    response_model=MoveInView,
    responses=problems(404, 409, 412),
)
async def announce(
    body: MoveInBody,
    caller: Annotated[Caller, needs("move_ins:conduct")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """One at a time for a room, and only for one that was not handed over before (handbook R-20)."""
    return await command.run(lambda tx: announce_move_in(tx, caller, body), view=MoveInView.whole, status=201)


@routes.get("", operation_id="move_ins.list", summary="List move-ins, newest first", responses=problems(404))
async def list_(
    caller: Annotated[Caller, needs("move_ins:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    status: MoveInStatus | None = None,
    room_code: Annotated[Code | None, Query()] = None,
    household_id: Annotated[Identifier | None, Query()] = None,
    community_id: Annotated[Identifier | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[MoveInSummary]:
    """One query a page (handbook R-20)."""
    wanted = MoveInFilter(
        [caller.community(community_id)] if community_id else caller.communities,
        status=status,
        room_code=str(parse_room_code(room_code)) if room_code else None,
        household_id=household_id,
    )
    async with reader.session() as session:
        rows, next_cursor = await repository.list_move_ins(session, wanted, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, MoveInSummary.of)


@routes.get(
    "/inspection-lists",
    operation_id="move_ins.inspection_lists",
    summary="What is looked at and read in each kind of room",
    responses=problems(),
)
async def inspection_lists(
    caller: Annotated[Caller, needs("move_ins:read")], reader: Annotated[Reader, Depends(reader_of)]
) -> list[InspectionList]:
    """The same in every community; labels in the language asked for (handbook R-22)."""
    return [InspectionList.of(kind, reader.locale) for kind in RoomKind]


@routes.get("/{move_in_id}", operation_id="move_ins.show", summary="Read a move-in", responses=problems(404))
async def show(
    move_in_id: MoveInId,
    response: Response,
    caller: Annotated[Caller, needs("move_ins:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> MoveInView:
    """Which step is next, what was done by whom and when, and every form (handbook R-22); two queries."""
    async with reader.session() as session:
        move_in = await repository.load_move_in(session, move_in_id, caller.communities)
    tagged(response, move_in.version)
    return MoveInView.whole(move_in)
