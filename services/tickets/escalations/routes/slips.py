"""`/v1/tickets/{id}/escalate` and `/slips`. Source: handbook T-14."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from services.tickets.escalations import repository as escalations
from services.tickets.escalations.papers import contact_slip_pdf, people_of
from services.tickets.escalations.schemas import Escalating, SlipAnswer, Slips, SlipView
from services.tickets.escalations.usecases.answer_slip import answer_slip
from services.tickets.escalations.usecases.escalate_ticket import escalate_ticket
from services.tickets.replicas import repository as replicas
from services.tickets.requests.repository import tickets
from services.tickets.requests.routes.parameters import TicketId
from services.tickets.requests.usecases.advancing import scope_of
from shared.runtime.files.answers import PDF, file_answer, file_responses
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

SlipId = Annotated[Identifier, Path(description="The work-contact slip's id")]

routes = APIRouter(prefix="/v1/tickets", tags=["tickets"])


@routes.post(
    "/{ticket_id}/escalate",
    operation_id="tickets.escalate",
    summary="Say that it can't be handled",
    response_model=SlipView,
    responses=problems(404, 409, 412),
)
async def escalate(
    ticket_id: TicketId,
    body: Escalating,
    caller: Annotated[Caller, needs("tickets:escalate")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Back to the centre within half a working day; it goes to the lead, then to the manager, with a numbered
    work-contact slip to a named person (handbook T-14).
    """
    return await command.run(lambda tx: escalate_ticket(tx, caller, ticket_id, body), view=SlipView.of)


@routes.get(
    "/{ticket_id}/slips",
    operation_id="tickets.slips",
    summary="Read the work-contact slips",
    responses=problems(404),
)
async def slips(
    ticket_id: TicketId,
    caller: Annotated[Caller, needs("tickets:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> Slips:
    """Two queries."""
    async with reader.session() as session:
        await tickets.load_ticket(session, ticket_id, scope_of(caller))
        found = await escalations.slips_of(session, ticket_id)
    return Slips(items=[SlipView.of(slip) for slip in found])


@routes.get(
    "/{ticket_id}/slips/{slip_id}/paper.pdf",
    operation_id="tickets.print_slip",
    summary="A work-contact slip on paper",
    response_class=Response,
    responses=file_responses(PDF, 404, description="The slip as it stands"),
)
async def print_(
    ticket_id: TicketId,
    slip_id: SlipId,
    caller: Annotated[Caller, needs("tickets:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> Response:
    """A4, in the request's language, to be answered and signed (handbook T-14)."""
    async with reader.session() as session:
        ticket = await tickets.load_ticket(session, ticket_id, scope_of(caller))
        slip = await escalations.load_slip(session, ticket_id, slip_id)
        community = await replicas.find_community(session, ticket.community_id)
        names = await replicas.names_of(session, people_of(slip, caller.account_id))
    pdf = await asyncio.to_thread(
        contact_slip_pdf,
        slip,
        ticket,
        community,
        names,
        printed_by=caller.account_id,
        locale=reader.locale,
        now=reader.now,
    )
    return file_answer(pdf, PDF, f"{slip.number}.pdf")


@routes.post(
    "/{ticket_id}/slips/{slip_id}/answer",
    operation_id="tickets.answer_slip",
    summary="Answer a work-contact slip",
    response_model=SlipView,
    responses=problems(404, 409, 412),
)
async def answer(
    ticket_id: TicketId,
    slip_id: SlipId,
    body: SlipAnswer,
    caller: Annotated[Caller, needs("tickets:answer_slip")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """By the rung that it was sent to, or one above; `If-Match` takes the slip's version."""
    return await command.run(lambda tx: answer_slip(tx, caller, ticket_id, slip_id, body.answer), view=SlipView.of)
