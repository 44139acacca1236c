"""`/v1/tickets/{id}/…`: from dispatch to the work's completion."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.tickets.requests.routes.parameters import TicketId
from services.tickets.requests.schemas import TicketView
from services.tickets.requests.schemas.actions import Appointment, Completion, Dispatch, Note
from services.tickets.requests.schemas.details import QuotedTicketView
from services.tickets.requests.usecases.accept_ticket import accept_ticket
from services.tickets.requests.usecases.arrive import arrive
from services.tickets.requests.usecases.complete_work import complete_work
from services.tickets.requests.usecases.confirm_appointment import confirm_appointment
from services.tickets.requests.usecases.dispatch_ticket import dispatch_ticket
from services.tickets.requests.usecases.make_appointment import make_appointment
from services.tickets.requests.usecases.respond import respond
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.problems import problems
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/tickets", tags=["tickets"])


@routes.post(
    "/{ticket_id}/dispatch",
    operation_id="tickets.dispatch",
    summary="Dispatch",
    response_model=TicketView,
    responses=problems(404, 409, 412),
)
async def dispatch(
    ticket_id: TicketId,
    body: Dispatch,
    caller: Annotated[Caller, needs("tickets:dispatch")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """To an account with a fitting role or to a department; meets the 5-minute clock (handbook T-03, T-04)."""
    return await command.run(lambda tx: dispatch_ticket(tx, caller, ticket_id, body), view=TicketView.of)


@routes.post(
    "/{ticket_id}/accept",
    operation_id="tickets.accept",
    summary="Take it on",
    response_model=TicketView,
    responses=problems(404, 409, 412),
)
async def accept(
    ticket_id: TicketId,
    caller: Annotated[Caller, needs("tickets:accept")],
    command: Annotated[Command, Depends(command_of)],
    body: Note | None = None,
) -> Response:
    """Only the assignee; what was sent to a department, any of its staff."""
    note = body.note if body else None
    return await command.run(lambda tx: accept_ticket(tx, caller, ticket_id, note), view=TicketView.of)


@routes.post(
    "/{ticket_id}/arrive",
    operation_id="tickets.arrive",
    summary="Arrive on site",
    response_model=TicketView,
    responses=problems(404, 409, 412),
)
async def arrive_(
    ticket_id: TicketId,
    caller: Annotated[Caller, needs("tickets:arrive")],
    command: Annotated[Command, Depends(command_of)],
    body: Note | None = None,
) -> Response:
    """Meets the arrival clock (handbook T-06, T-07)."""
    note = body.note if body else None
    return await command.run(lambda tx: arrive(tx, caller, ticket_id, note), view=TicketView.of)


@routes.post(
    "/{ticket_id}/appointment",
    operation_id="tickets.make_appointment",
    summary="Agree a time",
    response_model=TicketView,
    responses=problems(404, 409, 412),
)
async def appointment(
    ticket_id: TicketId,
    body: Appointment,
    caller: Annotated[Caller, needs("tickets:update")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """The clocks restart from it only if the wait is not our doing; what the resident asks for is promised once a
    lead confirms it, at once if a lead enters it (handbook T-05, T-07, T-08).
    """
    return await command.run(lambda tx: make_appointment(tx, caller, ticket_id, body), view=TicketView.of)


@routes.post(
    "/{ticket_id}/confirm-appointment",
    operation_id="tickets.confirm_appointment",
    summary="Promise the agreed time",
    response_model=TicketView,
    responses=problems(404, 409, 412),
)
async def confirm(
    ticket_id: TicketId,
    caller: Annotated[Caller, needs("tickets:update")],
    command: Annotated[Command, Depends(command_of)],
    body: Note | None = None,
) -> Response:
    """The lead's word; who gave it is on record (handbook T-05, T-15)."""
    note = body.note if body else None
    return await command.run(lambda tx: confirm_appointment(tx, caller, ticket_id, note), view=TicketView.of)


@routes.post(
    "/{ticket_id}/respond",
    operation_id="tickets.respond",
    summary="Reply to the requester",
    response_model=TicketView,
    responses=problems(404, 409, 412),
)
async def respond_(
    ticket_id: TicketId,
    body: Note,
    caller: Annotated[Caller, needs("tickets:update")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Meets the reply clock of a complaint (handbook T-13)."""
    return await command.run(lambda tx: respond(tx, caller, ticket_id, body.note), view=TicketView.of)


@routes.post(
    "/{ticket_id}/complete",
    operation_id="tickets.complete",
    summary="Complete the work",
    response_model=QuotedTicketView,
    responses=problems(404, 409, 412),
)
async def complete(
    ticket_id: TicketId,
    body: Completion,
    caller: Annotated[Caller, needs("tickets:complete")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """What was done, and who signed for `billable_fen`; a quote that was put must be decided first (handbook T-09)."""
    return await command.run(lambda tx: complete_work(tx, caller, ticket_id, body), view=QuotedTicketView.of)
