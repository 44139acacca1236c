"""Many tickets at once: one verb on them, and the list as a sheet."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from services.tickets.replicas import repository as replicas
from services.tickets.requests.repository.listing import Sort, TicketFilter, is_longer_than, list_tickets
from services.tickets.requests.schemas.bulk import Bulk, BulkResults
from services.tickets.requests.schemas.lists import TicketNarrowing
from services.tickets.requests.ticket_sheet import TITLE, people_of, ticket_columns, ticket_rows
from services.tickets.requests.usecases.advancing import scope_of
from services.tickets.requests.usecases.work_on_many import work_on_many
from shared.runtime.files.answers import XLSX, file_responses
from shared.runtime.files.book_answers import book_answer
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.list_sheets import MOST_ROWS, SheetTooLarge
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs
from shared.runtime.sheets import Book

routes = APIRouter(prefix="/v1/tickets", tags=["tickets"])
_BATCH = 500


@routes.post(
    "/bulk",
    operation_id="tickets.bulk",
    summary="One verb on many tickets",
    response_model=BulkResults,
    responses=problems(404),
)
async def bulk_(
    body: Bulk,
    caller: Annotated[Caller, needs("tickets:update")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """At most a hundred. Each is done or refused as by its own route, whose grant is asked too; one that is refused
    changes nothing and stops no other.
    """
    return await command.run(
        lambda tx: work_on_many(tx, caller, body, command.context.locale), view=lambda results: results
    )


class TicketExport(TicketNarrowing):
    """What the sheet holds."""

    community_id: Identifier | None = None


@routes.get(
    "/export.xlsx",
    operation_id="tickets.export",
    summary="The list as Excel sheet",
    response_class=Response,
    responses=file_responses(XLSX, 404, 409, 507),
)
async def export(
    wanted: Annotated[TicketExport, Query()],
    caller: Annotated[Caller, needs("tickets:export")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> Response:
    """The same filters and order as the list's, in the language of Accept-Language; phones are masked whoever asks.

    It is read and written batch by batch into a temporary file, and sent from there. More than 50,000 rows are
    refused: narrow the list.
    """
    community_id = caller.community(wanted.community_id)
    async with reader.session() as session:
        community = await replicas.find_community(session, community_id)
        zone = ZoneInfo(community.time_zone)
        narrowed = wanted.filter([community_id], scope_of(caller), reader.now, {community_id: zone})
        if await is_longer_than(session, narrowed, MOST_ROWS):
            raise SheetTooLarge(most=MOST_ROWS)
    day = reader.now.astimezone(zone).date()
    title = f"{community.name} {TITLE.pick(reader.locale)} · {day}"

    async def write(book: Book) -> None:
        sheet = book.sheet(TITLE.pick(reader.locale), ticket_columns(reader.locale), title=title)
        async for tickets, names in _batches(reader, narrowed, wanted.sort):
            await asyncio.to_thread(sheet.add, ticket_rows(tickets, reader.locale, names=names, zone=zone))

    return await book_answer(write, f"tickets-{day:%Y%m%d}.xlsx")


async def _batches(
    reader: Reader, wanted: TicketFilter, sort: Sort
) -> AsyncIterator[tuple[Sequence[Any], dict[str, str]]]:
    """Tickets and the names in them; each in a read of its own: a slow export holds no connection and no snapshot."""
    cursor: str | None = None
    while True:
        async with reader.session() as session:
            connection = await session.connection()
            rows, cursor = await list_tickets(connection, wanted, sort=sort, cursor=cursor, limit=_BATCH)
            names = await replicas.names_of(session, people_of(rows))
        yield rows, names
        if cursor is None:
            return
