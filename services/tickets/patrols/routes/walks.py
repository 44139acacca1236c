"""`/v1/patrols/walks` and `/spot-checks`. Source: handbook T-25."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from services.tickets.patrols import repository
from services.tickets.patrols.domain.periods import SPOT_CHECKS_A_WEEK, week_of
from services.tickets.patrols.repository import WalkFilter
from services.tickets.patrols.routes.parts import PREFIX, TAGS, Commands, CommunityId, Reads
from services.tickets.patrols.schemas import SpotChecks, WalkBody, WalkView
from services.tickets.patrols.usecases.record_walk import record_walk
from services.tickets.replicas import repository as replicas
from services.tickets.replicas.usecases.calendars import calendar_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix=PREFIX, tags=TAGS)
_Day = Annotated[date | None, Query(ge=date(2000, 1, 1), le=date(2100, 1, 1), examples=["2026-11-23"])]


@routes.get("/walks", operation_id="patrols.list_walks", summary="List walks", responses=problems(404))
async def list_walks(
    caller: Annotated[Caller, needs("patrols:read")],
    reader: Reads,
    area_id: Annotated[Identifier | None, Query()] = None,
    day: _Day = None,
    spot_checks: Annotated[bool | None, Query(description="Default: both")] = None,
    community_id: CommunityId = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[WalkView]:
    """Newest first. Two queries."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    wanted = WalkFilter(communities, area_id, day, spot_checks)
    async with reader.session() as session:
        rows, following = await repository.list_walks(session, wanted, cursor=cursor, limit=limit)
    return paged(rows, following, WalkView.of)


@routes.post(
    "/walks",
    operation_id="patrols.walk",
    summary="Record a walk",
    status_code=201,
    response_model=WalkView,
    responses=problems(404, 409),
)
async def walk(body: WalkBody, caller: Annotated[Caller, needs("patrols:walk")], command: Commands) -> Response:
    """A result for every item of the area; what falls short may be a finding with its deadline (handbook T-25)."""
    return await command.run(
        lambda tx: record_walk(tx, caller, body, is_spot_check=False), view=WalkView.of, status=201
    )


@routes.post(
    "/spot-checks",
    operation_id="patrols.spot_check",
    summary="Record a spot-check of the lead's",
    status_code=201,
    response_model=WalkView,
    responses=problems(404, 409),
)
async def spot_check(body: WalkBody, caller: Annotated[Caller, needs("patrols:check")], command: Commands) -> Response:
    """Three times a week (handbook T-25); it does not stand for the day's walk."""
    return await command.run(lambda tx: record_walk(tx, caller, body, is_spot_check=True), view=WalkView.of, status=201)


@routes.get(
    "/spot-checks",
    operation_id="patrols.spot_checks",
    summary="The week's spot-checks",
    responses=problems(404),
)
async def spot_checks(
    caller: Annotated[Caller, needs("patrols:read")],
    reader: Reads,
    day: _Day = None,
    community_id: CommunityId = None,
) -> SpotChecks:
    """Of the week of `day`, default today: on how many days, of three (handbook T-25). Two queries."""
    wanted = caller.community(community_id)
    async with reader.session() as session:
        today = calendar_of(await replicas.find_community(session, wanted)).date_of(reader.now)
        monday, sunday = week_of(day or today)
        days = await repository.spot_checks_between(session, wanted, monday, sunday)
    return SpotChecks(
        community_id=wanted,
        week_from=monday,
        week_until=sunday,
        needed=SPOT_CHECKS_A_WEEK,
        made=len(days),
        missing=max(0, SPOT_CHECKS_A_WEEK - len(days)),
        days=list(days),
    )
