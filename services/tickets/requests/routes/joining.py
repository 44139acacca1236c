"""Duplicates, merging and splitting of tickets."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from services.tickets.requests.domain.duplicates import NEARBY_WITHIN, found_by_all
from services.tickets.requests.domain.intake import Category
from services.tickets.requests.repository.duplicates import open_alike
from services.tickets.requests.routes.parameters import TicketId
from services.tickets.requests.schemas import TicketView
from services.tickets.requests.schemas.joining import DuplicateHints, Merging, Splitting, hints_of
from services.tickets.requests.usecases.advancing import scope_of
from services.tickets.requests.usecases.merge_ticket import merge_ticket
from services.tickets.requests.usecases.split_ticket import split_ticket
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Code, Identifier, Line
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/tickets", tags=["tickets"])


@routes.get(
    "/duplicates",
    operation_id="tickets.duplicates",
    summary="Look for a request that was taken in already",
    responses=problems(404),
)
async def duplicates(
    caller: Annotated[Caller, needs("tickets:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    room_code: Annotated[Code | None, Query(examples=["3#2-5-1"])] = None,
    category: Category | None = None,
    summary: Annotated[Line | None, Query(description="Like words count too")] = None,
    community_id: Identifier | None = None,
) -> DuplicateHints:
    """Open tickets of the room: of the category, or in like words; all of them without either. Beside these what the
    building, or the common parts, told in like words within a day. Without a room: what the community told in a day.
    """
    community = caller.community(community_id)
    async with reader.session() as session:
        here, around = await open_alike(
            session, scope_of(caller), community, room_code, since=reader.now - NEARBY_WITHIN
        )
    of_room = hints_of(here if room_code is not None else around)
    if category is None and summary is None:
        return DuplicateHints(items=of_room)
    return DuplicateHints(items=found_by_all(category, summary, of_room, hints_of(around)))


@routes.post(
    "/{ticket_id}/merge",
    operation_id="tickets.merge",
    summary="Merge into another ticket",
    response_model=TicketView,
    responses=problems(404, 409, 412),
)
async def merge(
    ticket_id: TicketId,
    body: Merging,
    caller: Annotated[Caller, needs("tickets:update")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """This one closes as `merged` and its clocks stop; the other one goes on, as the graver and the earlier of the two
    (handbook T-12, T-13). What was quoted, billed or completed can't be; a major one is the lead's.
    """
    return await command.run(lambda tx: merge_ticket(tx, caller, ticket_id, body), view=TicketView.of)


@routes.post(
    "/{ticket_id}/split",
    operation_id="tickets.split",
    summary="Split a part off",
    status_code=201,
    response_model=TicketView,
    responses=problems(404, 409, 412),
)
async def split(
    ticket_id: TicketId,
    body: Splitting,
    caller: Annotated[Caller, needs("tickets:update")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """A new, linked ticket; its clocks but dispatch run from the first one's receipt (handbook T-08)."""
    command.collection = routes.prefix
    return await command.run(lambda tx: split_ticket(tx, caller, ticket_id, body), view=TicketView.of, status=201)
