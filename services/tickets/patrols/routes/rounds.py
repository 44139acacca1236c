"""`/v1/patrols/routes` and their rounds. Source: handbook T-25."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from services.tickets.patrols import repository
from services.tickets.patrols.domain.revisions import on_day
from services.tickets.patrols.routes.parts import PREFIX, TAGS, Commands, CommunityId, Reads
from services.tickets.patrols.schemas import Round, RouteBody, RouteChange, RouteView, revisions_of
from services.tickets.patrols.usecases.keep_routes import RouteOfDay, add_route, change_route
from services.tickets.replicas import repository as replicas
from services.tickets.replicas.usecases.calendars import calendar_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix=PREFIX + "/routes", tags=TAGS)
RouteId = Annotated[Identifier, Path(description="The route's id")]
_Day = Annotated[
    date | None,
    Query(ge=date(2000, 1, 1), le=date(2100, 1, 1), examples=["2026-11-23"], description="Default: today"),
]


def _view(found: RouteOfDay) -> RouteView:
    return RouteView.of(found.route, found.today)


@routes.get("", operation_id="patrols.list_routes", summary="List patrol routes", responses=problems(404))
async def list_routes(
    caller: Annotated[Caller, needs("patrols:read")],
    reader: Reads,
    community_id: CommunityId = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[RouteView]:
    """Newest first, as they are walked today. Three queries."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    async with reader.session() as session:
        rows, following = await repository.list_routes(session, communities, cursor=cursor, limit=limit)
        zones = await replicas.zones_of(session, {route.community_id for route in rows})
    days = {community: reader.now.astimezone(zone).date() for community, zone in zones.items()}
    return paged(rows, following, lambda route: RouteView.of(route, days[route.community_id]))


@routes.post(
    "",
    operation_id="patrols.add_route",
    summary="Put areas into the order in which they are walked",
    status_code=201,
    response_model=RouteView,
    responses=problems(404),
)
async def new_route(body: RouteBody, caller: Annotated[Caller, needs("patrols:check")], command: Commands) -> Response:
    """An area may stand in several routes (handbook T-25)."""
    return await command.run(lambda tx: add_route(tx, caller, body), view=_view, status=201)


@routes.get("/{patrol_route_id}", operation_id="patrols.show_route", summary="Read a route", responses=problems(404))
async def show(
    patrol_route_id: RouteId, response: Response, caller: Annotated[Caller, needs("patrols:read")], reader: Reads
) -> RouteView:
    """As it is walked today, and what waits for the next round; the `ETag` is for `If-Match`. Three queries."""
    async with reader.session() as session:
        route = await repository.load_route(session, patrol_route_id, caller.communities)
        today = calendar_of(await replicas.find_community(session, route.community_id)).date_of(reader.now)
    tagged(response, route.version)
    return RouteView.of(route, today)


@routes.patch(
    "/{patrol_route_id}",
    operation_id="patrols.change_route",
    summary="Change a route from the next round on",
    response_model=RouteView,
    responses=problems(404, 412, 428),
)
async def change(
    patrol_route_id: RouteId, body: RouteChange, caller: Annotated[Caller, needs("patrols:check")], command: Commands
) -> Response:
    """`If-Match` is required. Other areas are walked from the community's next day on; rounds that were made, and
    today's, keep what they had (handbook T-25). A name changes at once.
    """
    return await command.run(
        lambda tx: change_route(tx, caller, patrol_route_id, body), view=_view, if_match_required=True
    )


@routes.get("/{patrol_route_id}/round", operation_id="patrols.round", summary="A day's round", responses=problems(404))
async def round_(
    patrol_route_id: RouteId, caller: Annotated[Caller, needs("patrols:read")], reader: Reads, day: _Day = None
) -> Round:
    """The areas that the route had on the day, and who walked them when; spot-checks do not count. Five queries."""
    async with reader.session() as session:
        route = await repository.load_route(session, patrol_route_id, caller.communities)
        today = calendar_of(await replicas.find_community(session, route.community_id)).date_of(reader.now)
        asked = day or today
        applied = on_day(revisions_of(route), asked)
        stops = list(applied.area_ids) if applied else []
        areas = await repository.areas_by_id(session, stops)
        walks = await repository.first_walks(session, route.community_id, asked, stops)
    return Round.of(route, asked, stops, areas, walks)
