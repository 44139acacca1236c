"""`/v1/tickets/{id}/pause` and `/resume`. Source: handbook T-08, T-28."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.tickets.requests.routes.parameters import TicketId
from services.tickets.requests.schemas import TicketView
from services.tickets.requests.schemas.actions import Note, Pause
from services.tickets.requests.usecases.pause_ticket import pause_ticket
from services.tickets.requests.usecases.resume_ticket import resume_ticket
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.problems import problems
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/tickets", tags=["tickets"])


@routes.post(
    "/{ticket_id}/pause",
    operation_id="tickets.pause",
    summary="Pause the clocks",
    response_model=TicketView,
    responses=problems(404, 409, 412),
)
async def pause(
    ticket_id: TicketId,
    body: Pause,
    caller: Annotated[Caller, needs("tickets:pause")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Settlement waits, and arrival while nobody is there; a breach that happened stays (handbook T-28)."""
    return await command.run(lambda tx: pause_ticket(tx, caller, ticket_id, body), view=TicketView.of)


@routes.post(
    "/{ticket_id}/resume",
    operation_id="tickets.resume",
    summary="Resume the clocks",
    response_model=TicketView,
    responses=problems(404, 409, 412),
)
async def resume(
    ticket_id: TicketId,
    body: Note,
    caller: Annotated[Caller, needs("tickets:pause")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Due later by exactly the paused time; arriving, completing and dismissing resume too (handbook T-28)."""
    return await command.run(lambda tx: resume_ticket(tx, caller, ticket_id, body.note), view=TicketView.of)
