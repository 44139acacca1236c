"""`/v1/follow-ups`. Source: handbook T-16 … T-19."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from services.tickets.domain.duties import VisitorLevel
from services.tickets.follow_ups import repository as follow_ups
from services.tickets.follow_ups.domain.visits import FollowUpStatus
from services.tickets.follow_ups.repository import FollowUpFilter
from services.tickets.follow_ups.schemas import CoverageLine, CoverageReport, FollowUpRecord, FollowUpView
from services.tickets.follow_ups.usecases.record_follow_up import record_follow_up
from services.tickets.requests.domain.intake import Category
from services.tickets.requests.schemas.actions import Moment
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
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
    """Per category: tickets solved, visits planned by the sample, visits made (handbook T-16)."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    async with reader.session() as session:
        rows = await follow_ups.coverage(session, communities, since, until)
    return CoverageReport(
        since=since,
        until=until,
        categories=[
            CoverageLine(
                category=Category(category),
                closed=closed,
                planned=planned,
                made=made,
                planned_percent=round(100 * planned / closed, 1),
                made_percent=round(100 * made / closed, 1),
            )
            for category, closed, planned, made in rows
        ],
    )


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
