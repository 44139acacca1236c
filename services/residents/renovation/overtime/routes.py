"""`/v1/renovations/overtime` and `/v1/renovations/{id}/overtime`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from services.residents.renovation import repository
from services.residents.renovation.overtime.domain import OvertimeAction, OvertimeStatus
from services.residents.renovation.overtime.schemas import OvertimeBody, OvertimeView
from services.residents.renovation.overtime.usecases.decide_overtime import decide_overtime
from services.residents.renovation.overtime.usecases.register_overtime import register_overtime
from services.residents.renovation.repository import OvertimeFilter
from services.residents.renovation.routes.parts import NO_REMARK, PREFIX, TAGS, RenovationId
from services.residents.renovation.schemas.answered import RenovationView
from services.residents.renovation.schemas.asked import Reason, Remark
from services.residents.renovation.schemas.days import Day
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix=PREFIX, tags=TAGS)
OvertimeId = Annotated[Identifier, Path()]


@routes.get(
    "/overtime",
    operation_id="renovations.list_overtime",
    summary="Overtime and overnight stays, the last asked for first",
    responses=problems(404),
)
async def list_(
    caller: Annotated[Caller, needs("renovations:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    day: Annotated[Day | None, Query(description="The night's list for security")] = None,
    status: OvertimeStatus | None = None,
    renovation_id: Annotated[Identifier | None, Query()] = None,
    community_id: Annotated[Identifier | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[OvertimeView]:
    """One query a page (handbook R-37)."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    wanted = OvertimeFilter(communities, day=day, status=status, renovation_id=renovation_id)
    async with reader.session() as session:
        rows, next_cursor = await repository.list_overtimes(session, wanted, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, OvertimeView.of)


@routes.post(
    "/{renovation_id}/overtime",
    operation_id="renovations.request_overtime",
    summary="Ask for an evening or a night on site",
    response_model=RenovationView,
    responses=problems(404, 409, 412),
)
async def ask(
    renovation_id: RenovationId,
    body: OvertimeBody,
    caller: Annotated[Caller, needs("renovations:apply")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Within the permit, while the works are not stopped; security registers it (handbook R-37)."""
    return await command.run(lambda tx: register_overtime(tx, caller, renovation_id, body), view=RenovationView.whole)


@routes.post(
    "/overtime/{overtime_id}/approve",
    operation_id="renovations.approve_overtime",
    summary="Register overtime",
    response_model=RenovationView,
    responses=problems(404, 409, 412),
)
async def approve(
    overtime_id: OvertimeId,
    caller: Annotated[Caller, needs("overtime:approve")],
    command: Annotated[Command, Depends(command_of)],
    body: Remark = NO_REMARK,
) -> Response:
    """By security, and not by who asked (handbook R-37)."""
    return await command.run(
        lambda tx: decide_overtime(tx, caller, overtime_id, OvertimeAction.APPROVE, body.note),
        view=RenovationView.whole,
    )


@routes.post(
    "/overtime/{overtime_id}/reject",
    operation_id="renovations.reject_overtime",
    summary="Refuse overtime",
    response_model=RenovationView,
    responses=problems(404, 409, 412),
)
async def reject(
    overtime_id: OvertimeId,
    body: Reason,
    caller: Annotated[Caller, needs("overtime:approve")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """By security, and not by who asked (handbook R-37)."""
    return await command.run(
        lambda tx: decide_overtime(tx, caller, overtime_id, OvertimeAction.REJECT, body.reason),
        view=RenovationView.whole,
    )
