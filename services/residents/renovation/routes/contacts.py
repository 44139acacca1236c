"""`/v1/renovations/{id}/change-contact` and `/reveal-contact`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from services.residents.renovation.routes.parts import PREFIX, TAGS, RenovationId
from services.residents.renovation.schemas.answered import RenovationView
from services.residents.renovation.schemas.contacts import ContactChange, RevealContactBody, RevealedContact
from services.residents.renovation.usecases.change_contact import change_contact
from services.residents.renovation.usecases.reveal_contact import reveal_contact
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.context import context_of
from shared.runtime.http.problems import problems
from shared.runtime.http.security import Caller, needs
from shared.runtime.unit_of_work import UnitOfWork

routes = APIRouter(prefix=PREFIX, tags=TAGS)


@routes.post(
    "/{renovation_id}/change-contact",
    operation_id="renovations.change_contact",
    summary="Name whom of the contractor to call",
    response_model=RenovationView,
    responses=problems(404, 409, 412),
)
async def change(
    renovation_id: RenovationId,
    body: ContactChange,
    caller: Annotated[Caller, needs("renovations:apply")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Until the renovation is over; the contact is told nothing (handbook R-30, R-04)."""
    return await command.run(
        lambda tx: change_contact(tx, caller, renovation_id, body.contact), view=RenovationView.whole
    )


@routes.post(
    "/{renovation_id}/reveal-contact",
    operation_id="renovations.reveal_contact",
    summary="Show the contractor's phone in clear, on the record",
    responses=problems(404),
)
async def reveal(
    renovation_id: RenovationId,
    body: RevealContactBody,
    caller: Annotated[Caller, needs("persons:reveal")],
    request: Request,
    response: Response,
) -> RevealedContact:
    """Who saw it, why and when is logged before anything is answered, and told to the audit log (handbook R-04).

    An Idempotency-Key has no effect here: stored answers would keep the number in clear. Each call is a reveal.
    """
    unit_of_work: UnitOfWork = request.app.state.unit_of_work
    async with unit_of_work.begin(context_of(request)) as tx:
        revealed = await reveal_contact(tx, caller, renovation_id, body.reason)
    response.headers["Cache-Control"] = "no-store"
    return revealed
