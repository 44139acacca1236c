"""`/v1/defects`: finished, looked at again, confirmed or sent back."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.residents.defects.routes.parts import PREFIX, TAGS, TODAY, DefectId
from services.residents.defects.schemas.answered import DefectView
from services.residents.defects.schemas.asked import ConfirmationBody, FinishedBody, InvitationBody, RefusalBody
from services.residents.defects.usecases.invite_owner import invite_owner
from services.residents.defects.usecases.report_finished import report_finished
from services.residents.defects.usecases.settle_defect import confirm_cured, refuse_cure
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.problems import problems
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix=PREFIX, tags=TAGS)


@routes.post(
    "/{defect_id}/report-finished",
    operation_id="defects.report_finished",
    summary="Record that the developer reports it finished",
    response_model=DefectView,
    responses=problems(404, 409, 412),
)
async def finish(
    defect_id: DefectId,
    caller: Annotated[Caller, needs("defects:settle")],
    command: Annotated[Command, Depends(command_of)],
    body: FinishedBody = TODAY,
) -> Response:
    """Not closed by it: the owner looks at it again (handbook R-23)."""
    return await command.run(lambda tx: report_finished(tx, caller, defect_id, body), view=DefectView.whole)


@routes.post(
    "/{defect_id}/invite",
    operation_id="defects.invite",
    summary="Invite the owner to the re-inspection",
    response_model=DefectView,
    responses=problems(404, 409, 412),
)
async def invite(
    defect_id: DefectId,
    body: InvitationBody,
    caller: Annotated[Caller, needs("defects:settle")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Only what is reported finished; again, to move the appointment (handbook R-23)."""
    return await command.run(lambda tx: invite_owner(tx, caller, defect_id, body), view=DefectView.whole)


@routes.post(
    "/{defect_id}/confirm",
    operation_id="defects.confirm",
    summary="Record the owner's confirmation that it is cured",
    response_model=DefectView,
    responses=problems(404, 409, 412),
)
async def confirm(
    defect_id: DefectId,
    body: ConfirmationBody,
    caller: Annotated[Caller, needs("defects:settle")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Closes it; the slip goes to the household's file (handbook R-23); the key is required."""
    return await command.run(
        lambda tx: confirm_cured(tx, caller, defect_id, body), view=DefectView.whole, key_required=True
    )


@routes.post(
    "/{defect_id}/refuse",
    operation_id="defects.refuse",
    summary="Record that the owner does not find it cured",
    response_model=DefectView,
    responses=problems(404, 409, 412),
)
async def refuse(
    defect_id: DefectId,
    body: RefusalBody,
    caller: Annotated[Caller, needs("defects:settle")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Again to the developer, by another notice with a new deadline (handbook R-23); the key is required."""
    return await command.run(
        lambda tx: refuse_cure(tx, caller, defect_id, body), view=DefectView.whole, key_required=True
    )
