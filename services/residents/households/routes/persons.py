"""`/v1/persons`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response

from services.residents.confidential import Confidential, confidential_of
from services.residents.households.schemas import RevealBody, Revealed
from services.residents.households.usecases.reveal_person import reveal_person
from shared.runtime.http.context import context_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.problems import problems
from shared.runtime.http.security import Caller, needs
from shared.runtime.unit_of_work import UnitOfWork

routes = APIRouter(prefix="/v1/persons", tags=["persons"])


@routes.post(
    "/{person_id}/reveal",
    operation_id="persons.reveal",
    summary="Show a phone or ID number in clear, on the record",
    responses=problems(404),
)
async def reveal(
    person_id: Annotated[Identifier, Path()],
    body: RevealBody,
    caller: Annotated[Caller, needs("persons:reveal")],
    confidential: Annotated[Confidential, Depends(confidential_of)],
    request: Request,
    response: Response,
) -> Revealed:
    """Who saw what, why and when is logged before anything is answered (handbook R-04).

    An Idempotency-Key has no effect here: stored answers would keep the number in clear. Each call is a reveal.
    """
    unit_of_work: UnitOfWork = request.app.state.unit_of_work
    async with unit_of_work.begin(context_of(request)) as tx:
        revealed = await reveal_person(tx, caller, person_id, body, confidential.cipher)
    response.headers["Cache-Control"] = "no-store"
    return revealed
