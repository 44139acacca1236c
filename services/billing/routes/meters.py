"""`/v1/meters`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from services.billing.domain.meters import MeterKind
from services.billing.repository import meters
from services.billing.repository.meters import MeterFilter
from services.billing.routes.parameters import CommunityId, RoomCode
from services.billing.schemas.meters import MeterView
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/meters", tags=["meters"])


@routes.get("", operation_id="meters.list", summary="List meters with their readings", responses=problems(404))
async def list_(
    caller: Annotated[Caller, needs("meters:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    room_code: RoomCode = None,
    kind: Annotated[MeterKind | None, Query()] = None,
    community_id: CommunityId = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[MeterView]:
    """By room; the first reading of a meter is the one of the move-in (handbook B-13, R-22). Two queries a page."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    async with reader.session() as session:
        wanted = MeterFilter(communities, room_code=room_code, kind=kind)
        rows, next_cursor = await meters.list_meters(session, wanted, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, MeterView.of)
