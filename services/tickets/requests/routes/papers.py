"""`GET /v1/tickets/{id}/work-slip.pdf`. Source: handbook T-09."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.tickets.replicas import repository as replicas
from services.tickets.requests.papers import Printing, people_of, work_slip_pdf
from services.tickets.requests.repository import care, tickets
from services.tickets.requests.routes.parameters import TicketId
from services.tickets.requests.usecases.advancing import scope_of, standing_of
from shared.runtime.files.answers import PDF, file_answer, file_responses
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/tickets", tags=["tickets"])


@routes.get(
    "/{ticket_id}/work-slip.pdf",
    operation_id="tickets.print_work_slip",
    summary="The work slip on paper",
    response_class=Response,
    responses=file_responses(PDF, 404, description="The work slip as it stands"),
)
async def print_(
    ticket_id: TicketId,
    caller: Annotated[Caller, needs("tickets:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> Response:
    """A4, in the request's language: quote, materials, work and signatures, with space for what is not yet known
    (handbook T-09). The phone is shown as the ticket shows it to who prints.
    """
    viewer = standing_of(caller)
    async with reader.session() as session:
        ticket = await tickets.load_ticket(session, ticket_id, scope_of(caller), with_quotes=True)
        community = await replicas.find_community(session, ticket.community_id)
        used = await care.lines_of(session, ticket_id)
        names = await replicas.names_of(session, people_of(ticket, viewer))
    printing = Printing(viewer, reader.locale, names, reader.now)
    pdf = await asyncio.to_thread(work_slip_pdf, ticket, used, community, printing)
    return file_answer(pdf, PDF, f"{ticket.number}.pdf")
