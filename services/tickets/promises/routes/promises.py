"""`/v1/promises`. Source: handbook T-15, T-27."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from services.tickets.domain.spans import check_span
from services.tickets.promises import repository as promises
from services.tickets.promises.domain.promising import PromiseStatus
from services.tickets.promises.repository import PromiseFilter
from services.tickets.promises.schemas import (
    OwnerCount,
    PromiseApproval,
    PromiseCancelling,
    PromiseCounts,
    PromiseDetail,
    PromiseHandingOver,
    PromiseKeeping,
    PromiseMaking,
    PromiseView,
    ShiftHandedOver,
    ShiftHandingOver,
)
from services.tickets.promises.usecases.approve_promise import approve_promise
from services.tickets.promises.usecases.cancel_promise import cancel_promise
from services.tickets.promises.usecases.hand_over_promise import hand_over_promise, hand_over_promises
from services.tickets.promises.usecases.keep_promise import keep_promise
from services.tickets.promises.usecases.make_promise import make_promise
from services.tickets.requests.schemas.actions import Moment
from services.tickets.requests.usecases.advancing import standing_of
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Code, Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

PromiseId = Annotated[Identifier, Path(description="The promise's id")]

routes = APIRouter(prefix="/v1/promises", tags=["promises"])


@routes.get("", operation_id="promises.list", summary="List promises, earliest due first", responses=problems(404))
async def list_(  # noqa: PLR0913, PLR0917 - each is a filter of the list
    caller: Annotated[Caller, needs("promises:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    status: PromiseStatus | None = None,
    owner_id: Identifier | None = None,
    about_id: Code | None = None,
    due: Annotated[bool, Query(description="Only what is unsettled and due within 15 min")] = False,  # noqa: FBT002 - a filter
    community_id: Identifier | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[PromiseView]:
    """One query a page, whatever it holds. Field staff see their own."""
    wanted = PromiseFilter(
        [caller.community(community_id)] if community_id else caller.communities,
        standing_of(caller),
        status=status,
        owner_id=owner_id,
        about_id=about_id,
        due_by=reader.now if due else None,
    )
    async with reader.session() as session:
        rows, next_cursor = await promises.list_promises(session, wanted, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, PromiseView.of)


@routes.post(
    "",
    operation_id="promises.make",
    summary="Promise something",
    status_code=201,
    response_model=PromiseView,
    responses=problems(404, 409),
)
async def make(
    body: PromiseMaking,
    caller: Annotated[Caller, needs("promises:make")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """A demanded time and a compensation wait for another lead's or manager's approval (handbook T-15)."""
    return await command.run(lambda tx: make_promise(tx, caller, body), view=PromiseView.of, status=201)


@routes.post(
    "/hand-over",
    operation_id="promises.hand_over_shift",
    summary="Hand all or chosen promises over",
    response_model=ShiftHandedOver,
    responses=problems(404, 409),
)
async def hand_over_shift(
    body: ShiftHandingOver,
    caller: Annotated[Caller, needs("promises:make")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """As a shift does at its end: all of them or none (handbook T-27, A-40)."""
    return await command.run(lambda tx: hand_over_promises(tx, caller, body), view=ShiftHandedOver.of)


@routes.get("/counts", operation_id="promises.counts", summary="Kept and broken, per owner", responses=problems(404))
async def counts(
    caller: Annotated[Caller, needs("promises:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    since: Annotated[Moment, Query(description="Due from, inclusive")],
    until: Annotated[Moment, Query(description="Due until, exclusive")],
    community_id: Identifier | None = None,
) -> PromiseCounts:
    """Promises that fell due in the period (handbook T-27). One query."""
    check_span(since, until)
    communities = [caller.community(community_id)] if community_id else caller.communities
    async with reader.session() as session:
        rows = await promises.count_by_owner(session, communities, standing_of(caller), since, until)
    owners = [
        OwnerCount(owner_id=owner, promised=promised, kept=kept, broken=broken)
        for owner, promised, kept, broken in rows
    ]
    return PromiseCounts(since=since, until=until, owners=owners)


@routes.get("/{promise_id}", operation_id="promises.show", summary="Read a promise", responses=problems(404))
async def show(
    promise_id: PromiseId,
    response: Response,
    caller: Annotated[Caller, needs("promises:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> PromiseDetail:
    """With the hands it went through; the `ETag` is for a later `If-Match`."""
    async with reader.session() as session:
        promise = await promises.load_promise(session, promise_id, caller.communities, standing_of(caller))
        handovers = await promises.handovers_of(session, promise_id)
    tagged(response, promise.version)
    return PromiseDetail.whole(promise, handovers)


@routes.post(
    "/{promise_id}/keep",
    operation_id="promises.keep",
    summary="Say that it was done",
    response_model=PromiseView,
    responses=problems(404, 409, 412),
)
async def keep(
    promise_id: PromiseId,
    body: PromiseKeeping,
    caller: Annotated[Caller, needs("promises:make")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """By the owner or a lead; after its time it is kept, and counted as broken all the same."""
    return await command.run(lambda tx: keep_promise(tx, caller, promise_id, body.note), view=PromiseView.of)


@routes.post(
    "/{promise_id}/cancel",
    operation_id="promises.cancel",
    summary="Let it fall away",
    response_model=PromiseView,
    responses=problems(404, 409, 412),
)
async def cancel(
    promise_id: PromiseId,
    body: PromiseCancelling,
    caller: Annotated[Caller, needs("promises:make")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """With its reason; a lead refuses a proposed one this way."""
    return await command.run(lambda tx: cancel_promise(tx, caller, promise_id, body.reason), view=PromiseView.of)


@routes.post(
    "/{promise_id}/hand-over",
    operation_id="promises.hand_over",
    summary="Pass it on",
    response_model=PromiseView,
    responses=problems(404, 409, 412),
)
async def hand_over(
    promise_id: PromiseId,
    body: PromiseHandingOver,
    caller: Annotated[Caller, needs("promises:make")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """To the next shift or a colleague; the due time stays (handbook A-40)."""
    return await command.run(lambda tx: hand_over_promise(tx, caller, promise_id, body), view=PromiseView.of)


@routes.post(
    "/{promise_id}/approve",
    operation_id="promises.approve",
    summary="Approve a promise",
    response_model=PromiseView,
    responses=problems(404, 409, 412),
)
async def approve(
    promise_id: PromiseId,
    body: PromiseApproval,
    caller: Annotated[Caller, needs("promises:approve")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """By another lead or manager than who made it (handbook T-15)."""
    return await command.run(lambda tx: approve_promise(tx, caller, promise_id, body.note), view=PromiseView.of)
