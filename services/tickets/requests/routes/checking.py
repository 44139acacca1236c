"""What the desk checks of a visit: both sides before it, the arrival after. Source: handbook T-07."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.tickets.requests.routes.parameters import TicketId
from services.tickets.requests.schemas import TicketView
from services.tickets.requests.schemas.actions import ArrivalCheck, Note
from services.tickets.requests.usecases.check_arrival import check_arrival
from services.tickets.requests.usecases.confirm_with_both import confirm_with_both
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.problems import problems
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/tickets", tags=["tickets"])


@routes.post(
    "/{ticket_id}/check-arrival",
    operation_id="tickets.check_arrival",
    summary="Record whether somebody came",
    response_model=TicketView,
    responses=problems(404, 409, 412),
)
async def check_arrival_(
    ticket_id: TicketId,
    body: ArrivalCheck,
    caller: Annotated[Caller, needs("tickets:update")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """15 min after dispatch or the agreed time; it takes the ticket off `arrivals_to_check`, for another 15 min where
    nobody was there (handbook T-07).
    """
    return await command.run(lambda tx: check_arrival(tx, caller, ticket_id, body), view=TicketView.of)


@routes.post(
    "/{ticket_id}/confirm-with-both",
    operation_id="tickets.confirm_with_both",
    summary="Record that both sides confirmed the agreed time",
    response_model=TicketView,
    responses=problems(404, 409, 412),
)
async def confirm_with_both_(
    ticket_id: TicketId,
    caller: Annotated[Caller, needs("tickets:update")],
    command: Annotated[Command, Depends(command_of)],
    body: Note | None = None,
) -> Response:
    """15 min before it begins; it takes the ticket off `appointments_to_confirm` (handbook T-07)."""
    note = body.note if body else None
    return await command.run(lambda tx: confirm_with_both(tx, caller, ticket_id, note), view=TicketView.of)
