"""`/v1/patrols/findings`. Source: handbook T-25."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from services.tickets.patrols import repository
from services.tickets.patrols.domain.areas import AreaKind
from services.tickets.patrols.domain.findings import FindingStatus
from services.tickets.patrols.repository import FindingFilter
from services.tickets.patrols.routes.parts import PREFIX, TAGS, Commands, CommunityId, FindingId, Reads
from services.tickets.patrols.schemas import FindingChange, FindingView, Recheck, TicketOfFinding
from services.tickets.patrols.usecases.open_ticket_of_finding import open_ticket_of_finding
from services.tickets.patrols.usecases.settle_finding import fix_finding, recheck_finding
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix=PREFIX + "/findings", tags=TAGS)


@routes.get("", operation_id="patrols.list_findings", summary="List findings", responses=problems(404))
async def list_(
    caller: Annotated[Caller, needs("patrols:read")],
    reader: Reads,
    status: FindingStatus | None = None,
    kind: AreaKind | None = None,
    late: Annotated[bool, Query(description="Only what is past its deadline")] = False,  # noqa: FBT002 - a filter
    community_id: CommunityId = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[FindingView]:
    """Newest first, with their history. Two queries."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    wanted = FindingFilter(communities, status, kind, reader.now if late else None)
    async with reader.session() as session:
        rows, following = await repository.list_findings(session, wanted, cursor=cursor, limit=limit)
    return paged(rows, following, FindingView.of)


@routes.get(
    "/{patrol_finding_id}", operation_id="patrols.show_finding", summary="Read a finding", responses=problems(404)
)
async def show(
    patrol_finding_id: FindingId, response: Response, caller: Annotated[Caller, needs("patrols:read")], reader: Reads
) -> FindingView:
    """With its history; the `ETag` is for a later `If-Match`."""
    async with reader.session() as session:
        finding = await repository.load_finding(session, patrol_finding_id, caller.communities)
    tagged(response, finding.version)
    return FindingView.of(finding)


@routes.post(
    "/{patrol_finding_id}/fix",
    operation_id="patrols.fix",
    summary="Report a finding put right",
    response_model=FindingView,
    responses=problems(404, 409, 412),
)
async def fix(
    patrol_finding_id: FindingId,
    body: FindingChange,
    caller: Annotated[Caller, needs("patrols:walk")],
    command: Commands,
) -> Response:
    """It waits for its recheck then (handbook T-25)."""
    return await command.run(lambda tx: fix_finding(tx, caller, patrol_finding_id, body), view=FindingView.of)


@routes.post(
    "/{patrol_finding_id}/recheck",
    operation_id="patrols.recheck",
    summary="Recheck a finding",
    response_model=FindingView,
    responses=problems(403, 404, 409, 412),
)
async def recheck(
    patrol_finding_id: FindingId, body: Recheck, caller: Annotated[Caller, needs("patrols:walk")], command: Commands
) -> Response:
    """By another person than who put it right; not passed, it gets another deadline (handbook T-25)."""
    return await command.run(lambda tx: recheck_finding(tx, caller, patrol_finding_id, body), view=FindingView.of)


@routes.post(
    "/{patrol_finding_id}/open-ticket",
    operation_id="patrols.open_ticket",
    summary="Open a ticket for a finding",
    response_model=FindingView,
    responses=problems(404, 409, 412),
)
async def open_ticket(
    patrol_finding_id: FindingId,
    body: TicketOfFinding,
    caller: Annotated[Caller, needs("patrols:walk")],
    command: Commands,
) -> Response:
    """Once; the finding keeps the ticket's number (handbook T-25)."""
    return await command.run(
        lambda tx: open_ticket_of_finding(tx, caller, patrol_finding_id, body), view=FindingView.of
    )
