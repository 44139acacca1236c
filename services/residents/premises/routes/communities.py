"""`/v1/communities`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from services.residents.premises import repository
from services.residents.premises.schemas import CommunityBody, CommunityChange, CommunityView
from services.residents.premises.usecases.change_community import change_community
from services.residents.premises.usecases.set_up_community import set_up_community
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/communities", tags=["communities"])


@routes.get("", operation_id="communities.list", summary="List the caller's communities", responses=problems())
async def list_(
    caller: Annotated[Caller, needs("communities:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[CommunityView]:
    """By code; one query."""
    async with reader.session() as session:
        rows, next_cursor = await repository.list_communities(session, caller.communities, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, CommunityView.of)


@routes.get("/{community_id}", operation_id="communities.show", summary="Read a community", responses=problems(404))
async def show(
    community_id: Annotated[Identifier, Path()],
    response: Response,
    caller: Annotated[Caller, needs("communities:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> CommunityView:
    """Reception hours and its own calendar entries (handbook T-13)."""
    async with reader.session() as session:
        community = await repository.load_community(session, community_id, caller.communities)
    tagged(response, community.version)
    return CommunityView.of(community)


@routes.post(
    "",
    operation_id="communities.set_up",
    summary="Set up a community",
    status_code=201,
    response_model=CommunityView,
    responses=problems(404, 409, 412),
)
async def set_up(
    body: CommunityBody,
    caller: Annotated[Caller, needs("communities:edit")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Under the id that the caller's account was made for, so that nobody reaches into another's (handbook R-01)."""
    return await command.run(lambda tx: set_up_community(tx, caller, body), view=CommunityView.of, status=201)


@routes.patch(
    "/{community_id}",
    operation_id="communities.change",
    summary="Change a community",
    response_model=CommunityView,
    responses=problems(404, 409, 412, 428),
)
async def change(
    community_id: Annotated[Identifier, Path()],
    body: CommunityChange,
    caller: Annotated[Caller, needs("communities:edit")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Names, hours and its own calendar; every service follows by event (handbook T-13, R-05)."""
    return await command.run(
        lambda tx: change_community(tx, caller, community_id, body), view=CommunityView.of, if_match_required=True
    )
