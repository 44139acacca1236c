"""`/v1/tickets/{id}/…`: closing, reopening, dismissing."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.tickets.requests.routes.parameters import TicketId
from services.tickets.requests.schemas import TicketView
from services.tickets.requests.schemas.actions import Closing, DirectAnswer, Dismissal, Reopening
from services.tickets.requests.usecases.answer_directly import answer_directly
from services.tickets.requests.usecases.close_ticket import close_ticket
from services.tickets.requests.usecases.dismiss_ticket import dismiss_ticket
from services.tickets.requests.usecases.reopen_ticket import reopen_ticket
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.problems import problems
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/tickets", tags=["tickets"])


@routes.post(
    "/{ticket_id}/close",
    operation_id="tickets.close",
    summary="Tell the requester and close",
    response_model=TicketView,
    responses=problems(404, 409, 412),
)
async def close(
    ticket_id: TicketId,
    body: Closing,
    caller: Annotated[Caller, needs("tickets:close")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Closed once the requester was told; what was approved is charged by billing. Not satisfied: reopened
    (handbook T-01, T-09, T-11).
    """
    return await command.run(lambda tx: close_ticket(tx, caller, ticket_id, body), view=TicketView.of)


@routes.post(
    "/{ticket_id}/reopen",
    operation_id="tickets.reopen",
    summary="Send it back to work",
    response_model=TicketView,
    responses=problems(404, 409, 412),
)
async def reopen(
    ticket_id: TicketId,
    body: Reopening,
    caller: Annotated[Caller, needs("tickets:update")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Completed work that does not satisfy goes back to its assignee (handbook T-11)."""
    return await command.run(lambda tx: reopen_ticket(tx, caller, ticket_id, body.reason), view=TicketView.of)


@routes.post(
    "/{ticket_id}/dismiss",
    operation_id="tickets.dismiss",
    summary="Explain and close",
    response_model=TicketView,
    responses=problems(404, 409, 412),
)
async def dismiss(
    ticket_id: TicketId,
    body: Dismissal,
    caller: Annotated[Caller, needs("tickets:update")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Withdrawn by the requester, or judged invalid by a lead; the explanation is on record (handbook T-15)."""
    return await command.run(lambda tx: dismiss_ticket(tx, caller, ticket_id, body), view=TicketView.of)


@routes.post(
    "/{ticket_id}/answer-directly",
    operation_id="tickets.answer_directly",
    summary="Answer at once and close",
    response_model=TicketView,
    responses=problems(404, 409, 412),
)
async def answer(
    ticket_id: TicketId,
    body: DirectAnswer,
    caller: Annotated[Caller, needs("tickets:close")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """What words settle: no repair, special service or complaint. The requester was told (handbook T-01, T-04)."""
    return await command.run(lambda tx: answer_directly(tx, caller, ticket_id, body.answer), view=TicketView.of)
