"""`/v1/defects`: raise, list, read."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from services.residents.defects import repository
from services.residents.defects.domain.kinds import DefectKind
from services.residents.defects.domain.lifecycle import DefectStatus
from services.residents.defects.repository import DefectFilter
from services.residents.defects.routes.parts import PREFIX, TAGS, DefectId
from services.residents.defects.schemas.answered import DefectSummary, DefectView
from services.residents.defects.schemas.asked import DefectBody
from services.residents.defects.usecases.raise_defect import raise_defect
from services.residents.premises.domain.room_code import parse_room_code
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Code, Identifier, Name
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix=PREFIX, tags=TAGS)


@routes.post(
    "",
    operation_id="defects.raise",
    summary="Raise a defect",
    status_code=201,
    response_model=DefectView,
    responses=problems(404, 409, 412),
)
async def raise_(
    body: DefectBody,
    caller: Annotated[Caller, needs("defects:raise")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Its rectification notice to the developer is made with it (handbook R-23); the key is required."""
    return await command.run(
        lambda tx: raise_defect(tx, caller, body), view=DefectView.whole, status=201, key_required=True
    )


@routes.get("", operation_id="defects.list", summary="List defects, newest first", responses=problems(404))
async def list_(  # noqa: PLR0913, PLR0917 - each is a filter of the list
    caller: Annotated[Caller, needs("defects:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    status: DefectStatus | None = None,
    kind: DefectKind | None = None,
    overdue: Annotated[bool | None, Query(description="Open past the deadline, on the community's calendar")] = None,
    contractor: Annotated[Name | None, Query()] = None,
    room_code: Annotated[Code | None, Query()] = None,
    move_in_id: Annotated[Identifier | None, Query()] = None,
    community_id: Annotated[Identifier | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[DefectSummary]:
    """One query a page, one more for `overdue` (handbook R-23)."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    async with reader.session() as session:
        days = None if overdue is None else await repository.local_days(session, communities, reader.now)
        wanted = DefectFilter(
            communities,
            status=status,
            kind=kind,
            contractor=contractor,
            room_code=str(parse_room_code(room_code)) if room_code else None,
            move_in_id=move_in_id,
            overdue=overdue,
            days=days,
        )
        rows, next_cursor = await repository.list_defects(session, wanted, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, DefectSummary.of)


@routes.get("/{defect_id}", operation_id="defects.show", summary="Read a defect", responses=problems(404))
async def show(
    defect_id: DefectId,
    response: Response,
    caller: Annotated[Caller, needs("defects:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> DefectView:
    """With its notices and history (handbook R-23); three queries."""
    async with reader.session() as session:
        defect = await repository.load_defect(session, defect_id, caller.communities)
    tagged(response, defect.version)
    return DefectView.whole(defect)
