"""What the gateway's front-desk pages ask of access; not for others."""

from typing import Annotated

from fastapi import APIRouter, Depends

from services.access.repository import lists
from services.access.schemas.passes import LatePasses, PassView, RoomPasses, Today
from shared.kernel.errors import InvalidField
from shared.kernel.text import Text
from shared.runtime.http.fields import Code, Identifier
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/internal/front-desk", include_in_schema=False)
_SHOWN = 20


@routes.get("/caller-card")
async def caller_card(
    caller: Annotated[Caller, needs("passes:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    room_code: Code | None = None,
    household_id: Identifier | None = None,
    community_id: Identifier | None = None,
) -> RoomPasses:
    """Passes of the caller's room or household: out, suspended or on their way. One query.

    A room's code says nothing without its community; a household's id does.
    """
    if room_code is None and household_id is None:
        raise InvalidField(
            pointer="/room_code", reason=Text(zh="请指明房号或住户", en="Name the room or the household")
        )
    is_enough = household_id is not None and community_id is None
    communities = caller.communities if is_enough else [caller.community(community_id)]
    async with reader.session() as session:
        rows = await lists.passes_of_room(session, communities, room_code, household_id, _SHOWN)
    return RoomPasses(passes=[PassView.of(row) for row in rows])


@routes.get("/today")
async def today(
    caller: Annotated[Caller, needs("passes:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    community_id: Identifier | None = None,
) -> Today:
    """Passes per stage, passes over the 30 minutes (A-31), temporary passes that are out (A-32). Five queries."""
    community = caller.community(community_id)
    async with reader.session() as session:
        waiting = await lists.waiting_by_stage(session, community)
        late_count, late = await lists.over_the_clock(session, community, reader.now, _SHOWN)
        out_count, out = await lists.unreturned_temporary(session, community, _SHOWN)
    return Today(
        waiting=dict(waiting),
        over_the_clock=LatePasses(count=late_count, items=[PassView.of(row) for row in late]),
        temporary_unreturned=LatePasses(count=out_count, items=[PassView.of(row) for row in out]),
    )
