"""`/v1/arrears`: who is over a threshold, and the thresholds. Source: handbook B-11, T-26."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from services.billing.repository import arrears, replicas
from services.billing.routes.parameters import CommunityId
from services.billing.schemas.arrears import ArrearsCrossingView, ArrearsPolicyChange, ArrearsPolicyView
from services.billing.usecases.set_arrears_policy import set_arrears_policy
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/arrears", tags=["arrears"])


@routes.get(
    "/crossings",
    operation_id="arrears.crossings",
    summary="Households over a threshold, newest first",
    responses=problems(404),
)
async def crossings(
    caller: Annotated[Caller, needs("charges:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    lasting: Annotated[bool | None, Query(description="Those still over, or those under again")] = None,
    community_id: CommunityId = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ArrearsCrossingView]:
    """Each crossing once, told as `arrears.threshold_crossed` (handbook B-11). One query a page."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    async with reader.session() as session:
        rows, next_cursor = await arrears.list_crossings(
            session, communities, lasting=lasting, cursor=cursor, limit=limit
        )
    return paged(rows, next_cursor, ArrearsCrossingView.of)


@routes.get("/policy", operation_id="arrears.policy", summary="The thresholds that apply", responses=problems(404))
async def policy(
    response: Response,
    caller: Annotated[Caller, needs("charges:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    community_id: CommunityId = None,
) -> ArrearsPolicyView:
    """The community's own values, the handbook's for the rest; the `ETag` is for `If-Match`."""
    async with reader.session() as session:
        community = await replicas.load_community(session, caller.community(community_id))
        view = ArrearsPolicyView.of(community.id, await arrears.find_policy(session, community.id))
    tagged(response, view.version)
    return view


@routes.put(
    "/policy",
    operation_id="arrears.set_policy",
    summary="Set the community's own thresholds",
    response_model=ArrearsPolicyView,
    responses=problems(404, 412, 428),
)
async def set_policy(
    body: ArrearsPolicyChange,
    caller: Annotated[Caller, needs("arrears:set_policy")],
    command: Annotated[Command, Depends(command_of)],
    community_id: CommunityId = None,
) -> Response:
    """`If-Match` is required. Holds from the next day on (handbook B-11)."""
    return await command.run(
        lambda tx: set_arrears_policy(tx, caller, community_id, body.policy()),
        view=ArrearsPolicyView.of_row,
        if_match_required=True,
    )
