"""The gate check, for guards' devices and for the gateway's composition."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from services.access.schemas.passes import GateAnswer
from services.access.usecases.check_gate import check_gate
from shared.runtime.http.context import context_of
from shared.runtime.http.problems import problems
from shared.runtime.http.security import Caller, needs

routes = APIRouter(tags=["gate"])

Scanned = Annotated[str, Query(min_length=1, max_length=2048, description="What was scanned or typed, as it is")]


@routes.get(
    "/v1/passes/gate-check",
    operation_id="passes.gate_check",
    summary="May whoever shows this code come in?",
    responses=problems(),
)
async def gate_check(request: Request, code: Scanned, caller: Annotated[Caller, needs("gate:check")]) -> GateAnswer:
    """`allow` or `deny` with reason and words for the guard, 200 for both (handbook A-03, A-34).

    The code of a posted construction permit tells the permit and denies: it is no person's pass. A code that is
    not of the guard's communities is unknown. Every check is on record.
    """
    return await check_gate(request.app.state.unit_of_work, context_of(request), caller, code)


@routes.get("/internal/front-desk/gate-check", include_in_schema=False)
async def gate_check_for_front_desk(
    request: Request, code: Scanned, caller: Annotated[Caller, needs("gate:check")]
) -> GateAnswer:
    """The same, where the gateway asks."""
    return await check_gate(request.app.state.unit_of_work, context_of(request), caller, code)
