"""`/v1/tickets/…`: validity, progress, no-show, warranty, what went into the work."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.tickets.requests.domain.progress import Audience
from services.tickets.requests.repository import care, tickets
from services.tickets.requests.repository.scope import Scope
from services.tickets.requests.routes.parameters import TicketId
from services.tickets.requests.schemas import TicketView
from services.tickets.requests.schemas.care import (
    Judgement,
    NoShow,
    ProgressLine,
    ProgressReport,
    Warranty,
    WorkLines,
    WorkLineView,
)
from services.tickets.requests.usecases.advancing import scope_of, standing_of
from services.tickets.requests.usecases.cannot_attend import cannot_attend
from services.tickets.requests.usecases.flag_warranty import flag_warranty
from services.tickets.requests.usecases.judge_ticket import judge_ticket
from services.tickets.requests.usecases.report_progress import report_progress
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/tickets", tags=["tickets"])


@routes.get(
    "/progress-due",
    operation_id="tickets.progress_due",
    summary="Long-running requests that somebody waits to hear of",
    responses=problems(404),
)
async def progress_due(
    caller: Annotated[Caller, needs("tickets:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    audience: Audience = Audience.REQUESTER,
    owner_id: Identifier | None = None,
    community_id: Identifier | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ProgressLine]:
    """Day 3, 5, 7, then every third day, from day 16 on weekly; inside the house daily (handbook T-20). One query."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    scope = Scope(communities, standing_of(caller))
    async with reader.session() as session:
        rows, next_cursor = await care.progress_due(
            session, scope, audience, reader.now, owner_id=owner_id, cursor=cursor, limit=limit
        )
    return paged(rows, next_cursor, lambda row: ProgressLine.of(row, audience))


@routes.post(
    "/{ticket_id}/report-progress",
    operation_id="tickets.report_progress",
    summary="Report the progress",
    response_model=TicketView,
    responses=problems(404, 409, 412),
)
async def report(
    ticket_id: TicketId,
    body: ProgressReport,
    caller: Annotated[Caller, needs("tickets:update")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """To the requester by the owner or a lead; `audience: house` notes the daily asking (handbook T-20)."""
    return await command.run(lambda tx: report_progress(tx, caller, ticket_id, body), view=TicketView.of)


@routes.post(
    "/{ticket_id}/judge",
    operation_id="tickets.judge",
    summary="Judge the validity",
    response_model=TicketView,
    responses=problems(404, 409, 412),
)
async def judge(
    ticket_id: TicketId,
    body: Judgement,
    caller: Annotated[Caller, needs("tickets:judge")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """By a lead; an invalid demand is explained and closed (handbook T-15)."""
    return await command.run(lambda tx: judge_ticket(tx, caller, ticket_id, body), view=TicketView.of)


@routes.post(
    "/{ticket_id}/cannot-attend",
    operation_id="tickets.cannot_attend",
    summary="Say that one can't be there in time",
    response_model=TicketView,
    responses=problems(404, 409, 412),
)
async def no_show(
    ticket_id: TicketId,
    body: NoShow,
    caller: Annotated[Caller, needs("tickets:accept")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """By the assignee; a promise to call back within 5 min is made for the request's owner (handbook T-07)."""
    return await command.run(lambda tx: cannot_attend(tx, caller, ticket_id, body.reason), view=TicketView.of)


@routes.post(
    "/{ticket_id}/flag-warranty",
    operation_id="tickets.flag_warranty",
    summary="Mark as warranty work",
    response_model=TicketView,
    responses=problems(404, 409, 412),
)
async def warranty(
    ticket_id: TicketId,
    body: Warranty,
    caller: Annotated[Caller, needs("tickets:update")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """To the builder or contractor, billed to nobody, visited on site after completion (handbook T-10)."""
    return await command.run(lambda tx: flag_warranty(tx, caller, ticket_id, body.reason), view=TicketView.of)


@routes.get(
    "/{ticket_id}/work-lines",
    operation_id="tickets.work_lines",
    summary="Read what went into the work",
    responses=problems(404),
)
async def work_lines(
    ticket_id: TicketId,
    caller: Annotated[Caller, needs("tickets:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> WorkLines:
    """Materials and labour as they were written down at completion (handbook T-09). Two queries."""
    async with reader.session() as session:
        await tickets.load_ticket(session, ticket_id, scope_of(caller))
        lines = await care.lines_of(session, ticket_id)
    return WorkLines(items=[WorkLineView.of(line) for line in lines])
