"""`/v1/communities`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from services.residents.premises import repository
from services.residents.premises.schemas import CommunityView
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
