"""`/v1/renovations`: the works."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.residents.renovation.routes.parts import NO_REMARK, PREFIX, TAGS, RenovationId
from services.residents.renovation.schemas.answered import RenovationView
from services.residents.renovation.schemas.asked import Remark, SuspensionBody
from services.residents.renovation.usecases.conduct_works import resume_works, start_works
from services.residents.renovation.usecases.suspend_works import suspend_works
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.problems import problems
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix=PREFIX, tags=TAGS)


@routes.post(
    "/{renovation_id}/start",
    operation_id="renovations.start",
    summary="Begin the works",
    response_model=RenovationView,
    responses=problems(404, 409, 412),
)
async def start(
    renovation_id: RenovationId,
    caller: Annotated[Caller, needs("renovations:inspect")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Only with a permit, which only payment issues (handbook R-31, R-32)."""
    return await command.run(lambda tx: start_works(tx, caller, renovation_id), view=RenovationView.whole)


@routes.post(
    "/{renovation_id}/suspend",
    operation_id="renovations.suspend",
    summary="Stop the works for a breach",
    response_model=RenovationView,
    responses=problems(404, 409, 412),
)
async def suspend(
    renovation_id: RenovationId,
    body: SuspensionBody,
    caller: Annotated[Caller, needs("renovations:inspect")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Load-bearing damage and the like stop works at once; worker passes follow by event (handbook R-35)."""
    return await command.run(lambda tx: suspend_works(tx, caller, renovation_id, body), view=RenovationView.whole)


@routes.post(
    "/{renovation_id}/resume",
    operation_id="renovations.resume",
    summary="Let the works go on",
    response_model=RenovationView,
    responses=problems(404, 409, 412),
)
async def resume(
    renovation_id: RenovationId,
    caller: Annotated[Caller, needs("renovations:resume")],
    command: Annotated[Command, Depends(command_of)],
    body: Remark = NO_REMARK,
) -> Response:
    """What stopped them was put right (handbook R-35)."""
    return await command.run(lambda tx: resume_works(tx, caller, renovation_id, body.note), view=RenovationView.whole)
