"""`/v1/archives`."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from services.residents.archives import repository
from services.residents.archives.repository import ArchiveFilter
from services.residents.archives.schemas import ArchiveSummary, ArchiveView
from services.residents.premises.domain.room_code import parse_room_code
from shared.runtime.http.fields import Code, Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/archives", tags=["archives"])


@routes.get("", operation_id="archives.list", summary="List household files by number", responses=problems(404))
async def list_(
    caller: Annotated[Caller, needs("archives:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    household_id: Annotated[Identifier | None, Query()] = None,
    room_code: Annotated[Code | None, Query()] = None,
    community_id: Annotated[Identifier | None, Query()] = None,
    state: Annotated[
        Literal["disputed", "expired"] | None, Query(description="Under dispute; or past its retention (R-14)")
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ArchiveSummary]:
    """One query. A room's earlier households have files of their own (handbook R-10)."""
    wanted = ArchiveFilter(
        [caller.community(community_id)] if community_id else caller.communities,
        household_id=household_id,
        room_code=str(parse_room_code(room_code)) if room_code else None,
        disputed=state == "disputed",
        retained_before=reader.now.date() if state == "expired" else None,
    )
    async with reader.session() as session:
        rows, next_cursor = await repository.list_archives(session, wanted, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, ArchiveSummary.of)


@routes.get("/{archive_id}", operation_id="archives.show", summary="Read a household file", responses=problems(404))
async def show(
    archive_id: Annotated[Identifier, Path()],
    response: Response,
    caller: Annotated[Caller, needs("archives:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> ArchiveView:
    """With its directory and completeness (handbook R-11); four queries, whatever is in it. Labels are in the
    language asked for.
    """
    async with reader.session() as session:
        archive = await repository.load_archive(session, archive_id, caller.communities)
    tagged(response, archive.version)
    return ArchiveView.whole(archive, reader.locale)
