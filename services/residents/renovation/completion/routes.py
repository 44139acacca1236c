"""`/v1/renovations/{id}`: completion."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.residents.renovation import repository
from services.residents.renovation.completion.schemas import (
    Checklist,
    CompensationView,
    CompletionBody,
    CompletionInspectionBody,
    WorkerPassView,
)
from services.residents.renovation.completion.usecases.complete_renovation import complete_renovation
from services.residents.renovation.completion.usecases.inspect_completion import inspect_completion
from services.residents.renovation.completion.usecases.look_at_site import compensations_of, look_at_site
from services.residents.renovation.completion.usecases.request_completion import request_completion
from services.residents.renovation.routes.parts import NO_REMARK, PREFIX, TAGS, RenovationId
from services.residents.renovation.schemas.answered import RenovationView
from services.residents.renovation.schemas.asked import Remark
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix=PREFIX, tags=TAGS)


@routes.get(
    "/{renovation_id}/completion",
    operation_id="renovations.completion_checklist",
    summary="What completion waits for",
    responses=problems(404),
)
async def checklist(
    renovation_id: RenovationId,
    response: Response,
    caller: Annotated[Caller, needs("renovations:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> Checklist:
    """Inspection, breaches, notices, hot work, passes and the deposit, as they are now (handbook R-36)."""
    async with reader.session() as session:
        renovation = await repository.load_renovation(session, renovation_id, caller.communities)
        site = await look_at_site(session, renovation)
    tagged(response, renovation.version)
    return Checklist(
        renovation_id=renovation.id,
        status=renovation.status,
        completed_on=renovation.completed_on,
        waits_for=[] if renovation.completed_on else site.readiness.hindrances(),
        passes=[WorkerPassView.of(card) for card in site.passes],
        compensations=[
            CompensationView(violation_id=each.violation_id, breach=each.breach, amount_fen=each.amount_fen)
            for each in compensations_of(renovation)
        ],
        deposit_fen=site.deposit_fen,
    )


@routes.post(
    "/{renovation_id}/request-completion",
    operation_id="renovations.request_completion",
    summary="Ask for the completion inspection",
    response_model=RenovationView,
    responses=problems(404, 409, 412),
)
async def ask(
    renovation_id: RenovationId,
    caller: Annotated[Caller, needs("renovations:apply")],
    command: Annotated[Command, Depends(command_of)],
    body: Remark = NO_REMARK,
) -> Response:
    """The works are done (handbook R-36)."""
    return await command.run(
        lambda tx: request_completion(tx, caller, renovation_id, body.note), view=RenovationView.whole
    )


@routes.post(
    "/{renovation_id}/inspect-completion",
    operation_id="renovations.inspect_completion",
    summary="Record the completion inspection",
    response_model=RenovationView,
    responses=problems(404, 409, 412),
)
async def inspect(
    renovation_id: RenovationId,
    body: CompletionInspectionBody,
    caller: Annotated[Caller, needs("renovations:inspect")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Not by who asked for it; a failed one sends the works back (handbook R-36)."""
    return await command.run(lambda tx: inspect_completion(tx, caller, renovation_id, body), view=RenovationView.whole)


@routes.post(
    "/{renovation_id}/complete",
    operation_id="renovations.complete",
    summary="Complete; the deposit less deductions goes back",
    response_model=RenovationView,
    responses=problems(404, 409, 412),
)
async def complete(
    renovation_id: RenovationId,
    body: CompletionBody,
    caller: Annotated[Caller, needs("renovations:complete")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Inspected, cured, hot work ended; a pass that is out is explained and becomes a deduction (handbook R-36)."""
    return await command.run(
        lambda tx: complete_renovation(tx, caller, renovation_id, body), view=RenovationView.whole, key_required=True
    )
