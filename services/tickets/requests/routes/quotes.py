"""`/v1/tickets/{id}/quote` and what the resident said to it. Source: handbook T-09."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.tickets.requests.routes.parameters import TicketId
from services.tickets.requests.schemas.actions import AgreementWithdrawal, Quote, QuoteApproval, QuoteRefusal
from services.tickets.requests.schemas.details import QuotedTicketView
from services.tickets.requests.usecases.decide_quote import approve_quote, decline_quote, withdraw_agreement
from services.tickets.requests.usecases.quote_work import quote_work
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.problems import problems
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/tickets", tags=["tickets"])


@routes.post(
    "/{ticket_id}/quote",
    operation_id="tickets.quote",
    summary="Quote the work",
    response_model=QuotedTicketView,
    responses=problems(404, 409, 412),
)
async def quote(
    ticket_id: TicketId,
    body: Quote,
    caller: Annotated[Caller, needs("tickets:quote")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Priced from the tariff in force; replaces a quote that was not decided yet (handbook T-09)."""
    return await command.run(lambda tx: quote_work(tx, caller, ticket_id, body), view=QuotedTicketView.of)


@routes.post(
    "/{ticket_id}/approve-quote",
    operation_id="tickets.approve_quote",
    summary="Record that the resident accepted",
    response_model=QuotedTicketView,
    responses=problems(404, 409, 412),
)
async def approve(
    ticket_id: TicketId,
    body: QuoteApproval,
    caller: Annotated[Caller, needs("tickets:approve_quote")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Before work starts; recorded by somebody else than who quoted (handbook T-09, permissions)."""
    return await command.run(lambda tx: approve_quote(tx, caller, ticket_id, body), view=QuotedTicketView.of)


@routes.post(
    "/{ticket_id}/decline-quote",
    operation_id="tickets.decline_quote",
    summary="Record that the resident declined",
    response_model=QuotedTicketView,
    responses=problems(404, 409, 412),
)
async def decline(
    ticket_id: TicketId,
    body: QuoteRefusal,
    caller: Annotated[Caller, needs("tickets:approve_quote")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Back to on site: quote anew, do what costs nothing, or dismiss as withdrawn (handbook T-09, T-15)."""
    return await command.run(lambda tx: decline_quote(tx, caller, ticket_id, body), view=QuotedTicketView.of)


@routes.post(
    "/{ticket_id}/withdraw-agreement",
    operation_id="tickets.withdraw_agreement",
    summary="Record that the resident took the acceptance back",
    response_model=QuotedTicketView,
    responses=problems(404, 409, 412),
)
async def withdraw(
    ticket_id: TicketId,
    body: AgreementWithdrawal,
    caller: Annotated[Caller, needs("tickets:approve_quote")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Of what is not worked yet; then quote anew, do what costs nothing, or dismiss as withdrawn (handbook T-09)."""
    return await command.run(lambda tx: withdraw_agreement(tx, caller, ticket_id, body), view=QuotedTicketView.of)
