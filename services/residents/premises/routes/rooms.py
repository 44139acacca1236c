"""`/v1/rooms`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from services.residents.premises import repository
from services.residents.premises.domain.kinds import Occupancy
from services.residents.premises.repository import RoomFilter
from services.residents.premises.schemas import RoomBody, RoomView
from services.residents.premises.usecases.enter_room import enter_room
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Code, Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/rooms", tags=["rooms"])


@routes.get("", operation_id="rooms.list", summary="List rooms in walking order", responses=problems(404))
async def list_(  # noqa: PLR0913, PLR0917 - each is a filter of the list
    caller: Annotated[Caller, needs("rooms:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    building: Annotated[Code | None, Query()] = None,
    occupancy: Occupancy | None = None,
    code: Annotated[Code | None, Query(description="The room of this code, `3#2-5-1` (`#` is sent as `%23`)")] = None,
    q: Annotated[Code | None, Query(description="Beginning of the code")] = None,
    community_id: Annotated[Identifier | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[RoomView]:
    """One query. Building 2 comes before building 10, basements before the first floor (handbook R-01)."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    wanted = RoomFilter(communities, building=building, occupancy=occupancy, code=code, prefix=q)
    async with reader.session() as session:
        rows, next_cursor = await repository.list_rooms(session, wanted, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, RoomView.of)


@routes.get("/{room_id}", operation_id="rooms.show", summary="Read a room", responses=problems(404))
async def show(
    room_id: Annotated[Identifier, Path()],
    response: Response,
    caller: Annotated[Caller, needs("rooms:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> RoomView:
    """Area, kind, occupancy and hand-over state (handbook R-01); by code: `GET /v1/rooms?code=`."""
    async with reader.session() as session:
        room = await repository.load_room(session, room_id, caller.communities)
    tagged(response, room.version)
    return RoomView.of(room)


@routes.post(
    "",
    operation_id="rooms.enter",
    summary="Enter a room",
    status_code=201,
    response_model=RoomView,
    responses=problems(404, 409, 412),
)
async def enter(
    body: RoomBody,
    caller: Annotated[Caller, needs("rooms:edit")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """A building is there with its first room; shops, garages and parking spaces too (handbook R-01)."""
    return await command.run(lambda tx: enter_room(tx, caller, body), view=RoomView.of, status=201)
