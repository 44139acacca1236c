"""`/v1/archives/community-records`. Source: handbook T-29."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from services.residents.archives.community_records import repository
from services.residents.archives.community_records.domain import CommunityRecordKind
from services.residents.archives.community_records.schemas import CommunityRecordView
from shared.runtime.http.fields import Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/archives/community-records", tags=["archives"])


@routes.get(
    "",
    operation_id="archives.community_records",
    summary="What is filed for the whole community, newest first",
    responses=problems(404),
)
async def list_(
    caller: Annotated[Caller, needs("archives:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    kind: CommunityRecordKind | None = None,
    reference_id: Annotated[Identifier | None, Query(description="Id of the assembly")] = None,
    community_id: Annotated[Identifier | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[CommunityRecordView]:
    """Results of owners' assemblies with their minutes, kept for good (handbook T-29). One query."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    async with reader.session() as session:
        rows, next_cursor = await repository.list_records(
            session, communities, kind=kind, reference_id=reference_id, cursor=cursor, limit=limit
        )
    return paged(rows, next_cursor, lambda row: CommunityRecordView.of(row, reader.locale))
