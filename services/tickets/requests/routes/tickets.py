"""`/v1/tickets`: intake, reading, correction, ownership."""

from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.tickets.follow_ups import repository as follow_ups
from services.tickets.replicas import repository as replicas
from services.tickets.requests.domain.history import line, people_in
from services.tickets.requests.domain.lifecycle import Status
from services.tickets.requests.repository import joining, money, pauses, tickets
from services.tickets.requests.repository.counts import counts_of
from services.tickets.requests.repository.reworks import rework_chain
from services.tickets.requests.routes.parameters import TicketId
from services.tickets.requests.schemas import TicketOpening, TicketView
from services.tickets.requests.schemas.actions import HandOver
from services.tickets.requests.schemas.details import Around, HistoryLine, TicketDetail
from services.tickets.requests.schemas.intake import TicketChange
from services.tickets.requests.schemas.joining import OpenedTicketView
from services.tickets.requests.usecases.advancing import scope_of, standing_of
from services.tickets.requests.usecases.change_ticket import change_ticket
from services.tickets.requests.usecases.hand_over import hand_over
from services.tickets.requests.usecases.open_ticket import open_ticket
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/tickets", tags=["tickets"])


@routes.post(
    "",
    operation_id="tickets.open",
    summary="Take a request in",
    status_code=201,
    response_model=OpenedTicketView,
    responses=problems(404, 409),
)
async def open_(
    body: TicketOpening,
    caller: Annotated[Caller, needs("tickets:open")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """A repair, complaint or other request; its clocks start at once (handbook T-01 … T-06)."""
    return await command.run(lambda tx: open_ticket(tx, caller, body), view=OpenedTicketView.opened, status=201)


@routes.get(
    "/{ticket_id}",
    operation_id="tickets.show",
    summary="Read a ticket",
    responses=problems(404),
)
async def show(
    ticket_id: TicketId,
    response: Response,
    caller: Annotated[Caller, needs("tickets:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> TicketDetail:
    """With clocks, pauses, quotes, charges, follow-ups and counts of what else there is, by a fixed number of queries;
    the `ETag` is for a later `If-Match`.
    """
    viewer = standing_of(caller)
    async with reader.session() as session:
        ticket = await tickets.load_ticket(session, ticket_id, scope_of(caller), with_quotes=True)
        charges = [] if viewer.is_field else await money.charges_of(session, ticket_id)
        payments = [] if viewer.is_field else await money.payments_of(session, ticket_id)
        visits = await follow_ups.follow_ups_of(session, ticket_id)
        waits = await pauses.pauses_of(session, ticket_id)
        chain = await rework_chain(session, ticket_id, scope_of(caller))
        counts = await counts_of(session, ticket, viewer)
        merged = await joining.merged_from(session, ticket_id)
    tagged(response, ticket.version)
    return TicketDetail.whole(ticket, viewer, Around(charges, payments, visits, waits, chain, counts, merged))


@routes.get(
    "/{ticket_id}/history",
    operation_id="tickets.history",
    summary="Read what happened",
    responses=problems(404),
)
async def history(
    ticket_id: TicketId,
    caller: Annotated[Caller, needs("tickets:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[HistoryLine]:
    """Readable lines in the request's language, as it happened; ownership changes are among them (handbook T-01).

    What a department noted for itself is told to whom the note is shown.
    """
    async with reader.session() as session:
        ticket = await tickets.load_ticket(session, ticket_id, scope_of(caller))
        community = await replicas.find_community(session, ticket.community_id)
        steps, next_cursor = await tickets.list_steps(
            session, ticket_id, standing_of(caller), cursor=cursor, limit=limit
        )
        people = {step.actor_id for step in steps if step.actor_id}.union(*(people_in(step.details) for step in steps))
        names = await replicas.names_of(session, people)
    zone = ZoneInfo(community.time_zone)
    return paged(
        steps,
        next_cursor,
        lambda step: HistoryLine(
            at=step.at,
            action=step.action,
            status=Status(step.status),
            actor_id=step.actor_id,
            line=line(step.action, step.actor_id, step.details, names=names, locale=reader.locale, time_zone=zone),
            note=step.note,
        ),
    )


@routes.patch(
    "/{ticket_id}",
    operation_id="tickets.update",
    summary="Correct a ticket",
    response_model=TicketView,
    responses=problems(404, 409, 412, 428),
)
async def update(
    ticket_id: TicketId,
    body: TicketChange,
    caller: Annotated[Caller, needs("tickets:update")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """`If-Match` is required. Another severity is the lead's and recomputes the clocks from receipt (handbook T-28)."""
    return await command.run(
        lambda tx: change_ticket(tx, caller, ticket_id, body), view=TicketView.of, if_match_required=True
    )


@routes.post(
    "/{ticket_id}/hand-over",
    operation_id="tickets.hand_over",
    summary="Pass ownership on",
    response_model=TicketView,
    responses=problems(404, 409, 412),
)
async def hand_over_(
    ticket_id: TicketId,
    body: HandOver,
    caller: Annotated[Caller, needs("tickets:update")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """By the owner or a lead, to somebody of the desk; the change is history, never overwritten (handbook T-01)."""
    return await command.run(lambda tx: hand_over(tx, caller, ticket_id, body), view=TicketView.of)
