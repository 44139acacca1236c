"""`/v1/renovations/hot-works` and `/v1/renovations/{id}/hot-works`."""

import asyncio
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from services.residents.premises import repository as premises
from services.residents.renovation.hot_work import repository
from services.residents.renovation.hot_work.domain import Status
from services.residents.renovation.hot_work.models import HotWork
from services.residents.renovation.hot_work.papers import hot_work_permit_pdf
from services.residents.renovation.hot_work.repository import HotWorkFilter
from services.residents.renovation.hot_work.schemas import HotWorkBody, HotWorkSummary, HotWorkView
from services.residents.renovation.hot_work.usecases.check_hot_work import check_after, check_before, withdraw_hot_work
from services.residents.renovation.hot_work.usecases.decide_hot_work import (
    approve_hot_work,
    reject_hot_work,
    review_hot_work,
)
from services.residents.renovation.hot_work.usecases.request_hot_work import request_hot_work
from services.residents.renovation.routes.parts import NO_REMARK, PREFIX, TAGS, RenovationId
from services.residents.renovation.schemas.asked import Reason, Remark
from services.residents.renovation.schemas.days import Moment
from services.residents.staff import repository as staff
from shared.kernel.errors import NotFound
from shared.runtime.files.answers import PDF, file_answer, file_responses
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix=PREFIX, tags=TAGS)
HotWorkId = Annotated[Identifier, Path()]


class Viewed:
    """Dependency: a hot work as it stands at this moment."""

    def __init__(self, request: Request) -> None:
        self._now: datetime = request.app.state.clock.now()

    def __call__(self, hot_work: HotWork) -> HotWorkView:
        """The view of a row loaded with its renovation and history."""
        return HotWorkView.at(hot_work, self._now)


async def viewed(request: Request) -> Viewed:
    """FastAPI would make a bare class in a thread."""
    return Viewed(request)


View = Annotated[Viewed, Depends(viewed)]


@routes.get(
    "/hot-works", operation_id="hot_works.list", summary="List hot works, the latest first", responses=problems(404)
)
async def list_(
    caller: Annotated[Caller, needs("renovations:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    renovation_id: Annotated[Identifier | None, Query()] = None,
    status: Annotated[Status | None, Query(description="As last recorded: one may be void already")] = None,
    at: Annotated[Moment | None, Query(description="The window holds this moment")] = None,
    community_id: Annotated[Identifier | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[HotWorkSummary]:
    """Two queries a page (handbook R-33)."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    wanted = HotWorkFilter(communities, renovation_id=renovation_id, status=status, at=at)
    async with reader.session() as session:
        rows, next_cursor = await repository.list_hot_works(session, wanted, cursor=cursor, limit=limit)
    now = reader.now
    return paged(rows, next_cursor, lambda row: HotWorkSummary.at(row, now))


@routes.get(
    "/hot-works/{hot_work_id}", operation_id="hot_works.show", summary="Read a hot work", responses=problems(404)
)
async def show(
    hot_work_id: HotWorkId,
    response: Response,
    caller: Annotated[Caller, needs("renovations:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> HotWorkView:
    """Void at once when its window is over (handbook R-33); three queries."""
    async with reader.session() as session:
        hot_work = await repository.load_hot_work(session, hot_work_id, caller.communities)
    tagged(response, hot_work.version)
    return HotWorkView.at(hot_work, reader.now)


@routes.get(
    "/hot-works/{hot_work_id}/permit.pdf",
    operation_id="hot_works.print_permit",
    summary="The hot-work permit to post at the place",
    response_class=Response,
    responses=file_responses(PDF, 404, description="The permit"),
)
async def print_permit(
    hot_work_id: HotWorkId,
    caller: Annotated[Caller, needs("renovations:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> Response:
    """A4, in Chinese and English; stamped when it is over, void or stopped (handbook R-33). 404 before it is given.

    The QR code is the construction permit's: the gate check answers it with the room's hot works of the day.
    """
    async with reader.session() as session:
        hot_work = await repository.load_to_print(session, hot_work_id, caller.communities)
        community = await premises.load_community(session, hot_work.community_id, caller.communities)
        names = await staff.names_of(session, {step.actor_id for step in hot_work.steps})
    if hot_work.permitted_at is None:
        raise NotFound(what="permit")
    permit = hot_work.renovation.permits[-1]
    pdf = await asyncio.to_thread(hot_work_permit_pdf, hot_work, permit, community, names, now=reader.now)
    return file_answer(pdf, PDF, f"{hot_work.number}.pdf")


@routes.post(
    "/{renovation_id}/hot-works",
    operation_id="hot_works.request",
    summary="Ask to work with fire",
    status_code=201,
    response_model=HotWorkView,
    responses=problems(404, 409, 412),
)
async def ask(
    renovation_id: RenovationId,
    body: HotWorkBody,
    caller: Annotated[Caller, needs("hot_work:request")],
    command: Annotated[Command, Depends(command_of)],
    view: View,
) -> Response:
    """Within the construction permit, for one shift; refused while the works are stopped (handbook R-33)."""
    return await command.run(lambda tx: request_hot_work(tx, caller, renovation_id, body), view=view, status=201)


@routes.post(
    "/hot-works/{hot_work_id}/review",
    operation_id="hot_works.review",
    summary="Security has looked at it",
    response_model=HotWorkView,
    responses=problems(404, 409, 412),
)
async def review(
    hot_work_id: HotWorkId,
    caller: Annotated[Caller, needs("hot_work:review")],
    command: Annotated[Command, Depends(command_of)],
    view: View,
    body: Remark = NO_REMARK,
) -> Response:
    """Not by who asked (handbook R-33)."""
    return await command.run(lambda tx: review_hot_work(tx, caller, hot_work_id, body.note), view=view)


@routes.post(
    "/hot-works/{hot_work_id}/approve",
    operation_id="hot_works.approve",
    summary="Permit the hot work",
    response_model=HotWorkView,
    responses=problems(404, 409, 412),
)
async def approve(
    hot_work_id: HotWorkId,
    caller: Annotated[Caller, needs("hot_work:approve")],
    command: Annotated[Command, Depends(command_of)],
    view: View,
    body: Remark = NO_REMARK,
) -> Response:
    """After the review, by another than who asked and who reviewed (handbook R-33)."""
    return await command.run(
        lambda tx: approve_hot_work(tx, caller, hot_work_id, body.note), view=view, key_required=True
    )


@routes.post(
    "/hot-works/{hot_work_id}/reject",
    operation_id="hot_works.reject",
    summary="Refuse the hot work",
    response_model=HotWorkView,
    responses=problems(404, 409, 412),
)
async def reject(
    hot_work_id: HotWorkId,
    body: Reason,
    caller: Annotated[Caller, needs("hot_work:review")],
    command: Annotated[Command, Depends(command_of)],
    view: View,
) -> Response:
    """By the reviewer or the approver (handbook R-33)."""
    return await command.run(lambda tx: reject_hot_work(tx, caller, hot_work_id, body.reason), view=view)


@routes.post(
    "/hot-works/{hot_work_id}/withdraw",
    operation_id="hot_works.withdraw",
    summary="The hot work is not needed any more",
    response_model=HotWorkView,
    responses=problems(404, 409, 412),
)
async def withdraw(
    hot_work_id: HotWorkId,
    caller: Annotated[Caller, needs("hot_work:request")],
    command: Annotated[Command, Depends(command_of)],
    view: View,
    body: Remark = NO_REMARK,
) -> Response:
    """Before it is under way (handbook R-33)."""
    return await command.run(lambda tx: withdraw_hot_work(tx, caller, hot_work_id, body.note), view=view)


@routes.post(
    "/hot-works/{hot_work_id}/check-before",
    operation_id="hot_works.check_before",
    summary="The place is ready for fire",
    response_model=HotWorkView,
    responses=problems(404, 409, 412),
)
async def ready(
    hot_work_id: HotWorkId,
    caller: Annotated[Caller, needs("renovations:inspect")],
    command: Annotated[Command, Depends(command_of)],
    view: View,
    body: Remark = NO_REMARK,
) -> Response:
    """Cleared, extinguishers and watcher there; refused once the window is over or works stopped (handbook R-33)."""
    return await command.run(lambda tx: check_before(tx, caller, hot_work_id, body.note), view=view)


@routes.post(
    "/hot-works/{hot_work_id}/check-after",
    operation_id="hot_works.check_after",
    summary="The fire is out and nothing smoulders",
    response_model=HotWorkView,
    responses=problems(404, 409, 412),
)
async def safe(
    hot_work_id: HotWorkId,
    caller: Annotated[Caller, needs("renovations:inspect")],
    command: Annotated[Command, Depends(command_of)],
    view: View,
    body: Remark = NO_REMARK,
) -> Response:
    """Ends the permit; after one that ran out it is on record too (handbook R-33)."""
    return await command.run(lambda tx: check_after(tx, caller, hot_work_id, body.note), view=view)
