"""`/v1/patrols/areas`, `/due`. Source: handbook T-25."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from services.tickets.patrols import repository
from services.tickets.patrols.domain.areas import AreaKind
from services.tickets.patrols.routes.parts import PREFIX, TAGS, AreaId, Commands, CommunityId, Reads
from services.tickets.patrols.schemas import AreaBody, AreaChange, AreaView, DueAreas
from services.tickets.patrols.usecases.keep_areas import add_area, change_area
from services.tickets.replicas import repository as replicas
from services.tickets.replicas.usecases.calendars import calendar_of
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix=PREFIX, tags=TAGS)


@routes.get("/areas", operation_id="patrols.list_areas", summary="List patrolled areas", responses=problems(404))
async def list_areas(
    caller: Annotated[Caller, needs("patrols:read")],
    reader: Reads,
    kind: AreaKind | None = None,
    active: Annotated[bool | None, Query(description="Default: both")] = None,
    community_id: CommunityId = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[AreaView]:
    """By code, with their standards (handbook T-25). One query."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    async with reader.session() as session:
        rows, following = await repository.list_areas(
            session, communities, kind=kind, active=active, cursor=cursor, limit=limit
        )
    return paged(rows, following, AreaView.of)


@routes.post(
    "/areas",
    operation_id="patrols.add_area",
    summary="Add an area to be walked daily",
    status_code=201,
    response_model=AreaView,
    responses=problems(404, 409),
)
async def add(body: AreaBody, caller: Annotated[Caller, needs("patrols:check")], command: Commands) -> Response:
    """With a standard per item (handbook T-25); renovation sites come of their permits."""
    return await command.run(lambda tx: add_area(tx, caller, body), view=AreaView.of, status=201)


@routes.get(
    "/areas/{patrol_area_id}", operation_id="patrols.show_area", summary="Read an area", responses=problems(404)
)
async def show(
    patrol_area_id: AreaId, response: Response, caller: Annotated[Caller, needs("patrols:read")], reader: Reads
) -> AreaView:
    """The `ETag` is for a later `If-Match`."""
    async with reader.session() as session:
        area = await repository.load_area(session, patrol_area_id, caller.communities)
    tagged(response, area.version)
    return AreaView.of(area)


@routes.patch(
    "/areas/{patrol_area_id}",
    operation_id="patrols.change_area",
    summary="Change an area's standards, or end its patrols",
    response_model=AreaView,
    responses=problems(404, 409, 412, 428),
)
async def change(
    patrol_area_id: AreaId, body: AreaChange, caller: Annotated[Caller, needs("patrols:check")], command: Commands
) -> Response:
    """`If-Match` is required. Walks that were made keep the standard of their day."""
    return await command.run(
        lambda tx: change_area(tx, caller, patrol_area_id, body), view=AreaView.of, if_match_required=True
    )


@routes.get("/due", operation_id="patrols.due", summary="What has not been walked today", responses=problems(404))
async def due(
    caller: Annotated[Caller, needs("patrols:read")],
    reader: Reads,
    community_id: CommunityId = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> DueAreas:
    """By the community's day; every area at least daily (handbook T-25). Three queries."""
    wanted = caller.community(community_id)
    async with reader.session() as session:
        day = calendar_of(await replicas.find_community(session, wanted)).date_of(reader.now)
        areas = await repository.count_active(session, wanted)
        rows, following = await repository.areas_left(session, wanted, day, cursor=cursor, limit=limit)
    left = [AreaView.of(area) for area in rows]
    return DueAreas(community_id=wanted, day=day, areas=areas, left=left, next_cursor=following)
