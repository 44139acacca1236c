"""`GET /v1/tickets`: filtered, sorted, searched, paged."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from services.tickets.replicas import repository as replicas
from services.tickets.requests.repository.listing import list_tickets
from services.tickets.requests.schemas import TicketView
from services.tickets.requests.schemas.lists import TicketNarrowing
from services.tickets.requests.schemas.views import fields_from
from services.tickets.requests.usecases.advancing import scope_of, standing_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, page_answer
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/tickets", tags=["tickets"])


class TicketListing(TicketNarrowing):
    """A page of the list."""

    community_id: Identifier | None = None
    limit: Limit = 50
    cursor: Cursor = None


@routes.get(
    "",
    operation_id="tickets.list",
    summary="List tickets, newest first",
    response_model=Page[TicketView],
    responses=problems(404),
)
async def list_(
    wanted: Annotated[TicketListing, Query()],
    caller: Annotated[Caller, needs("tickets:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> Response:
    """Two queries a page, whatever it holds; a running day, week or month is one more.

    Field staff see what is given to them.
    """
    communities = [caller.community(wanted.community_id)] if wanted.community_id else caller.communities
    viewer = standing_of(caller)
    async with reader.rows() as connection:
        zones = await replicas.zones_of(connection, communities) if wanted.is_relative else None
        narrowed = wanted.filter(communities, scope_of(caller), reader.now, zones)
        rows, next_cursor = await list_tickets(
            connection, narrowed, sort=wanted.sort, cursor=wanted.cursor, limit=wanted.limit
        )
    return page_answer([fields_from(row.ticket, row.clocks, viewer) for row in rows], next_cursor)
