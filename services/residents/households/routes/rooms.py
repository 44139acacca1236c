"""`/v1/rooms/{room_id}` as far as households are concerned."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from services.residents.households import repository
from services.residents.households.schemas.rooms import RoomOverview
from services.residents.households.usecases.change_room import change_room
from services.residents.premises import repository as premises
from services.residents.premises.schemas import RoomChange, RoomView
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/rooms", tags=["rooms"])

RoomId = Annotated[Identifier, Path()]


@routes.get(
    "/{room_id}/overview",
    operation_id="rooms.overview",
    summary="Read a room with who holds it",
    responses=problems(404),
)
async def overview(
    room_id: RoomId,
    response: Response,
    caller: Annotated[Caller, needs("rooms:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> RoomOverview:
    """Present household, past ones, standing instructions in force (handbook R-01, R-02, A-06). Six queries at most.

    Names alone: numbers are the household's. History needs `households:read`, instructions `instructions:read`.
    """
    async with reader.session() as session:
        room = await premises.load_room(session, room_id, caller.communities)
        community = await premises.load_community(session, room.community_id, caller.communities)
        with_history = caller.may("households:read")
        households = await repository.households_of_room(session, room.id, with_history=with_history)
        instructions = None
        if caller.may("instructions:read"):
            day = reader.now.astimezone(community.zone).date()
            present = {one.id: day for one in households if one.departed_on is None}
            found = await repository.instructions_in_force(session, present)
            instructions = [row for rows in found.values() for row in rows]
    tagged(response, room.version)
    return RoomOverview.of(room, households, instructions, with_history=with_history)


@routes.patch(
    "/{room_id}",
    operation_id="rooms.change",
    summary="Change a room",
    response_model=RoomView,
    responses=problems(404, 409, 412, 428),
)
async def change(
    room_id: RoomId,
    body: RoomChange,
    caller: Annotated[Caller, needs("rooms:edit")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Area, kind, occupancy and hand-over state; every service follows by event (handbook R-01, R-05)."""
    return await command.run(
        lambda tx: change_room(tx, caller, room_id, body), view=RoomView.of, if_match_required=True
    )
