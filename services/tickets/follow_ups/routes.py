"""`/v1/follow-ups`. Source: handbook T-16 … T-19."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from services.tickets.domain.duties import VisitorLevel
from services.tickets.domain.months import Month
from services.tickets.domain.spans import check_span
from services.tickets.follow_ups import repository as follow_ups
from services.tickets.follow_ups.domain.visits import CoverageClass, FollowUpStatus
from services.tickets.follow_ups.repository import FollowUpFilter
from services.tickets.follow_ups.schemas import (
    ClassLine,
    CoverageLine,
    CoverageReport,
    DrawView,
    FollowUpRecord,
    FollowUpView,
    OnSiteDraw,
    OnSiteDrawn,
    OnSiteDrawView,
    OnSiteReport,
)
from services.tickets.follow_ups.usecases.draw_on_site import draw_on_site
from services.tickets.follow_ups.usecases.record_follow_up import record_follow_up
from services.tickets.policies.repository import find_policy
from services.tickets.policies.usecases.reading import follow_up_policy_of
from services.tickets.replicas import repository as replicas
from services.tickets.replicas.usecases.calendars import calendar_of
from services.tickets.requests.schemas.actions import Moment
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier, MonthName
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

FollowUpId = Annotated[Identifier, Path(description="The follow-up's id")]

routes = APIRouter(prefix="/v1/follow-ups", tags=["follow-ups"])


@routes.get(
    "",
    operation_id="follow_ups.list",
    summary="List follow-up visits, earliest due first",
    responses=problems(404),
)
async def list_(
    caller: Annotated[Caller, needs("follow_ups:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    status: FollowUpStatus | None = None,
    visitor_level: VisitorLevel | None = None,
    due: Annotated[bool, Query(description="Only what is to be made by now")] = False,  # noqa: FBT002 - a filter
    community_id: Identifier | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[FollowUpView]:
    """Two queries a page, whatever it holds."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    wanted = FollowUpFilter(communities, status=status, visitor_level=visitor_level, due_by=reader.now if due else None)
    async with reader.session() as session:
        rows, next_cursor = await follow_ups.list_follow_ups(session, wanted, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, FollowUpView.of)


@routes.get(
    "/coverage",
    operation_id="follow_ups.coverage",
    summary="Coverage reached",
    responses=problems(404),
)
async def coverage(
    caller: Annotated[Caller, needs("follow_ups:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    since: Annotated[Moment, Query(description="Closed from, inclusive")],
    until: Annotated[Moment, Query(description="Closed until, exclusive")],
    community_id: Identifier | None = None,
) -> CoverageReport:
    """Per category, and per class of the sample with what is asked of it (handbook T-16). Two queries."""
    check_span(since, until)
    communities = [caller.community(community_id)] if community_id else list(caller.communities)
    async with reader.session() as session:
        counts = await follow_ups.coverage(session, communities, since, until)
        row = await find_policy(session, communities[0]) if len(communities) == 1 else None
    policy = follow_up_policy_of(row, row.community_id if row else "")
    return CoverageReport(
        since=since,
        until=until,
        categories=[CoverageLine.of(count) for count in counts],
        classes=[ClassLine.of(each, counts, policy.class_percent(each)) for each in CoverageClass],
    )


@routes.get(
    "/on-site",
    operation_id="follow_ups.on_site",
    summary="Visits on site in a month",
    responses=problems(404),
)
async def on_site(
    caller: Annotated[Caller, needs("follow_ups:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    month: MonthName,
    community_id: Identifier | None = None,
) -> OnSiteReport:
    """At least 30 households a month, or the community's number, are visited on site (handbook T-18). Six queries."""
    community = caller.community(community_id)
    async with reader.session() as session:
        calendar = calendar_of(await replicas.find_community(session, community))
        policy = follow_up_policy_of(await find_policy(session, community), community)
        since, until = Month.parse(month).span(calendar.time_zone)
        reached = await follow_ups.on_site_reached(session, community, since, until)
        standing = await follow_ups.on_site_month(session, community, since, until)
        draws = await follow_ups.on_site_draws_of(session, community, month)
    return OnSiteReport(
        month=month,
        community_id=community,
        wanted_households=policy.on_site_households,
        reached_households=reached.households,
        planned_households=len(standing.households),
        visits=reached.visits,
        short_by=max(0, policy.on_site_households - reached.households),
        draws=[OnSiteDrawView.of(drawn) for drawn in draws],
    )


@routes.post(
    "/on-site-draw",
    operation_id="follow_ups.draw_on_site",
    summary="Draw the visits on site that a month lacks",
    response_model=OnSiteDrawn,
    responses=problems(404, 409),
)
async def draw(
    body: OnSiteDraw,
    caller: Annotated[Caller, needs("follow_ups:draw")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """By the system from the community's seed, never picked by hand. It draws by itself, too, from the policy's
    `draw_day` of a month on; a month that is past is refused (handbook T-16, T-18).
    """
    return await command.run(lambda tx: draw_on_site(tx, caller, body), view=lambda drawn: drawn)


@routes.get(
    "/draws/{ticket_id}",
    operation_id="follow_ups.show_draw",
    summary="How a closed ticket was drawn",
    responses=problems(404),
)
async def show_draw(
    ticket_id: Annotated[Identifier, Path(description="The ticket's id")],
    caller: Annotated[Caller, needs("follow_ups:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> DrawView:
    """Taken or left out: the seed, the score and what else counted, so that anybody can draw again (handbook T-16).

    404 for a ticket that is open, or was closed before draws were kept.
    """
    async with reader.session() as session:
        return DrawView.of(await follow_ups.load_draw(session, ticket_id, caller.communities))


@routes.get(
    "/{follow_up_id}",
    operation_id="follow_ups.show",
    summary="Read a follow-up visit",
    responses=problems(404),
)
async def show(
    follow_up_id: FollowUpId,
    response: Response,
    caller: Annotated[Caller, needs("follow_ups:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> FollowUpView:
    """With its attempts; the `ETag` is for a later `If-Match`."""
    async with reader.session() as session:
        follow_up = await follow_ups.load_follow_up(session, follow_up_id, caller.communities)
    tagged(response, follow_up.version)
    return FollowUpView.of(follow_up)


@routes.post(
    "/{follow_up_id}/record",
    operation_id="follow_ups.record",
    summary="Record what a contact brought",
    response_model=FollowUpView,
    responses=problems(404, 409, 412),
)
async def record(
    follow_up_id: FollowUpId,
    body: FollowUpRecord,
    caller: Annotated[Caller, needs("follow_ups:record")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Unsatisfied opens a linked rework, to be dispatched within 24 h; unreachable ends it only after failed
    contacts on different occasions (handbook T-18, T-19).
    """
    return await command.run(lambda tx: record_follow_up(tx, caller, follow_up_id, body), view=FollowUpView.of)
