"""`/v1/renovations`: review and decision."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.residents.renovation.routes.parts import NO_REMARK, PREFIX, TAGS, RenovationId
from services.residents.renovation.schemas.answered import RenovationView
from services.residents.renovation.schemas.asked import Reason, Remark, RevisionAsked
from services.residents.renovation.usecases.approve_renovation import approve_renovation
from services.residents.renovation.usecases.decline_renovation import reject_renovation
from services.residents.renovation.usecases.review_renovation import ask_revision, review_plan, start_review
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.problems import problems
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix=PREFIX, tags=TAGS)


@routes.post(
    "/{renovation_id}/start-review",
    operation_id="renovations.start_review",
    summary="Begin the review",
    response_model=RenovationView,
    responses=problems(404, 409, 412),
)
async def begin_review(
    renovation_id: RenovationId,
    caller: Annotated[Caller, needs("renovations:review")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Plans against the convention, agreements, contractor papers (handbook R-30)."""
    return await command.run(lambda tx: start_review(tx, caller, renovation_id), view=RenovationView.whole)


@routes.post(
    "/{renovation_id}/review-plan",
    operation_id="renovations.review_plan",
    summary="Confirm the plan against the convention",
    response_model=RenovationView,
    responses=problems(404, 409, 412),
)
async def confirm_plan(
    renovation_id: RenovationId,
    caller: Annotated[Caller, needs("renovations:review")],
    command: Annotated[Command, Depends(command_of)],
    body: Remark = NO_REMARK,
) -> Response:
    """Approval waits for it (handbook R-30)."""
    return await command.run(lambda tx: review_plan(tx, caller, renovation_id, body.note), view=RenovationView.whole)


@routes.post(
    "/{renovation_id}/ask-revision",
    operation_id="renovations.ask_revision",
    summary="Ask for a change",
    response_model=RenovationView,
    responses=problems(404, 409, 412),
)
async def send_back(
    renovation_id: RenovationId,
    body: RevisionAsked,
    caller: Annotated[Caller, needs("renovations:review")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Back to the applicant with what has to be changed (handbook R-30)."""
    return await command.run(lambda tx: ask_revision(tx, caller, renovation_id, body.what), view=RenovationView.whole)


@routes.post(
    "/{renovation_id}/approve",
    operation_id="renovations.approve",
    summary="Approve; what is due is charged",
    response_model=RenovationView,
    responses=problems(404, 409, 412),
)
async def approve(
    renovation_id: RenovationId,
    caller: Annotated[Caller, needs("renovations:approve")],
    command: Annotated[Command, Depends(command_of)],
    body: Remark = NO_REMARK,
) -> Response:
    """Refused while papers are missing, each named; nobody approves what they asked for (handbook R-30, R-31)."""
    return await command.run(
        lambda tx: approve_renovation(tx, caller, renovation_id, body.note),
        view=RenovationView.whole,
        key_required=True,
    )


@routes.post(
    "/{renovation_id}/reject",
    operation_id="renovations.reject",
    summary="Refuse for good",
    response_model=RenovationView,
    responses=problems(404, 409, 412),
)
async def reject(
    renovation_id: RenovationId,
    body: Reason,
    caller: Annotated[Caller, needs("renovations:approve")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """The reason stays in the history (handbook R-30)."""
    return await command.run(
        lambda tx: reject_renovation(tx, caller, renovation_id, body.reason), view=RenovationView.whole
    )
