"""`/v1/passes/{id}/…`: a pass from stage to stage. Each takes an `Idempotency-Key` and honours `If-Match`."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.access.models import Pass
from services.access.repository.records import PassRecord, describe
from services.access.routes.passes import PassId
from services.access.schemas.passes import Issue, PassDetail, Review, Revocation
from services.access.usecases.issue_pass import issue_pass
from services.access.usecases.make_pass import make_pass
from services.access.usecases.report_pass_lost import report_pass_lost
from services.access.usecases.return_pass import return_pass
from services.access.usecases.review_pass import review_pass
from services.access.usecases.revoke_pass import revoke_pass
from services.access.usecases.stamp_pass import stamp_pass
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.problems import problems
from shared.runtime.http.security import Caller, needs
from shared.runtime.unit_of_work import Transaction

routes = APIRouter(prefix="/v1/passes/{pass_id}", tags=["passes"])
_REFUSALS = problems(404, 409, 412)


async def _run(command: Command, change: Callable[[Transaction], Awaitable[Pass]]) -> Response:
    async def work(tx: Transaction) -> PassRecord:
        return await describe(tx.session, await change(tx))

    return await command.run(work, view=PassDetail.of)


@routes.post(
    "/review",
    operation_id="passes.review",
    summary="Security passes or refuses",
    response_model=PassDetail,
    responses=_REFUSALS,
)
async def review(
    pass_id: PassId,
    body: Review,
    caller: Annotated[Caller, needs("passes:review")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Papers, photos and receipt are looked at (handbook A-31). A refusal says why and can be given until issue."""
    return await _run(command, lambda tx: review_pass(tx, caller, pass_id, body))


@routes.post("/stamp", operation_id="passes.stamp", summary="Stamp it", response_model=PassDetail, responses=_REFUSALS)
async def stamp(
    pass_id: PassId,
    caller: Annotated[Caller, needs("passes:stamp")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """After the review (handbook A-31)."""
    return await _run(command, lambda tx: stamp_pass(tx, caller, pass_id))


@routes.post("/make", operation_id="passes.make", summary="Make it", response_model=PassDetail, responses=_REFUSALS)
async def make(
    pass_id: PassId,
    caller: Annotated[Caller, needs("passes:make")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """The card is made, with the QR code of `qr.svg` (handbook A-31)."""
    return await _run(command, lambda tx: make_pass(tx, caller, pass_id))


@routes.post(
    "/issue", operation_id="passes.issue", summary="Hand it out", response_model=PassDetail, responses=_REFUSALS
)
async def issue(
    pass_id: PassId,
    body: Issue,
    caller: Annotated[Caller, needs("passes:issue")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """From now on it opens the gate in its period; who received it is on record (handbook A-31).

    Not while works are stopped (R-35), and a pass beyond the free ones not before its fee is paid (A-30).
    """
    return await _run(command, lambda tx: issue_pass(tx, caller, pass_id, body))


@routes.post(
    "/return", operation_id="passes.return", summary="Take it back", response_model=PassDetail, responses=_REFUSALS
)
async def return_(
    pass_id: PassId,
    caller: Annotated[Caller, needs("passes:return")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """At the end of its period, or when a lost one is found (handbook A-31, A-32)."""
    return await _run(command, lambda tx: return_pass(tx, caller, pass_id))


@routes.post(
    "/report-lost",
    operation_id="passes.report_lost",
    summary="Report it lost",
    response_model=PassDetail,
    responses=_REFUSALS,
)
async def report_lost(
    pass_id: PassId,
    caller: Annotated[Caller, needs("passes:return")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """The gate keeps it when somebody shows it (handbook A-34)."""
    return await _run(command, lambda tx: report_pass_lost(tx, caller, pass_id))


@routes.post(
    "/revoke", operation_id="passes.revoke", summary="Revoke it", response_model=PassDetail, responses=_REFUSALS
)
async def revoke(
    pass_id: PassId,
    body: Revocation,
    caller: Annotated[Caller, needs("passes:review")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Barred for good by who reviews passes, reason on record (handbook R-35: workers may be refused entry)."""
    return await _run(command, lambda tx: revoke_pass(tx, caller, pass_id, body))
