"""`/v1/tickets/{ticket_id}/notes`."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.tickets.attachments.repository import require_ticket
from services.tickets.notes.domain.visibility import Visibility
from services.tickets.notes.repository import list_notes
from services.tickets.notes.schemas import NoteBody, NoteView
from services.tickets.notes.usecases.write_note import write_note
from services.tickets.requests.routes.parameters import TicketId
from services.tickets.requests.usecases.advancing import scope_of, standing_of
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/tickets/{ticket_id}/notes", tags=["tickets"])


@routes.post(
    "",
    operation_id="tickets.write_note",
    summary="Note something",
    status_code=201,
    response_model=NoteView,
    responses=problems(404),
)
async def write(
    ticket_id: TicketId,
    body: NoteBody,
    caller: Annotated[Caller, needs("tickets:note")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """`public` may be told to the requester, `internal` stays in the house, `department` in that department."""
    return await command.run(
        lambda tx: write_note(tx, caller, ticket_id, body), view=NoteView.model_validate, status=201
    )


@routes.get("", operation_id="tickets.notes", summary="Read the notes", responses=problems(404))
async def list_(
    ticket_id: TicketId,
    caller: Annotated[Caller, needs("tickets:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    visibility: Visibility | None = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[NoteView]:
    """As they were written; what another department keeps to itself is left out. Two queries."""
    async with reader.session() as session:
        await require_ticket(session, ticket_id, scope_of(caller))
        notes, next_cursor = await list_notes(
            session, ticket_id, standing_of(caller), visibility=visibility, cursor=cursor, limit=limit
        )
    return paged(notes, next_cursor, NoteView.model_validate)
