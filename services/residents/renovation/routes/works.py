"""`/v1/renovations`: the works."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from services.residents.renovation.routes.parts import NO_REMARK, PREFIX, TAGS, RenovationId
from services.residents.renovation.schemas.answered import RenovationView
from services.residents.renovation.schemas.asked import Remark, SuspensionBody, ViolationBody
from services.residents.renovation.usecases.conduct_works import resume_works, start_works
from services.residents.renovation.usecases.record_violation import cure_violation, record_violation
from services.residents.renovation.usecases.suspend_works import suspend_works
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
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
    """Whatever the breach, the works stand still; worker passes follow by event (handbook R-35)."""
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
    """Refused while a breach is open: nobody resumes what isn't cured (handbook R-35)."""
    return await command.run(lambda tx: resume_works(tx, caller, renovation_id, body.note), view=RenovationView.whole)


@routes.post(
    "/{renovation_id}/violations",
    operation_id="renovations.record_violation",
    summary="Record a breach and the measure taken",
    response_model=RenovationView,
    responses=problems(404, 409, 412),
)
async def record(
    renovation_id: RenovationId,
    body: ViolationBody,
    caller: Annotated[Caller, needs("renovations:inspect")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Works go on, but load-bearing damage, and refusing workers entry, stop them at once (handbook R-35).

    Utilities are cut on a legal ground alone, never for fees.
    """
    return await command.run(lambda tx: record_violation(tx, caller, renovation_id, body), view=RenovationView.whole)


@routes.post(
    "/{renovation_id}/violations/{violation_id}/cure",
    operation_id="renovations.cure_violation",
    summary="Confirm that a breach was put right",
    response_model=RenovationView,
    responses=problems(404, 409, 412),
)
async def confirm_cure(
    renovation_id: RenovationId,
    violation_id: Annotated[Identifier, Path()],
    caller: Annotated[Caller, needs("renovations:inspect")],
    command: Annotated[Command, Depends(command_of)],
    body: Remark = NO_REMARK,
) -> Response:
    """Seen on site; stopped works wait for `resume` all the same (handbook R-35)."""
    return await command.run(
        lambda tx: cure_violation(tx, caller, renovation_id, violation_id, body.note), view=RenovationView.whole
    )
