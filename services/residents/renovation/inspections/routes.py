"""`/v1/renovations/inspections-due`, `/{id}/inspections` and `/notices`."""

import asyncio
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.residents.premises import repository as premises
from services.residents.renovation import repository as renovations
from services.residents.renovation.inspections import repository
from services.residents.renovation.inspections.domain import Round, due_rounds
from services.residents.renovation.inspections.models import Notice
from services.residents.renovation.inspections.papers import rectification_notice_pdf
from services.residents.renovation.inspections.repository import NoticeFilter
from services.residents.renovation.inspections.schemas import (
    InspectionBody,
    InspectionView,
    NoticeView,
    RecheckBody,
    SiteDue,
)
from services.residents.renovation.inspections.usecases.inspect_site import inspect_site
from services.residents.renovation.inspections.usecases.recheck_notice import recheck_notice
from services.residents.renovation.models import Renovation
from services.residents.renovation.policies import repository as policies
from services.residents.renovation.routes.parts import PREFIX, TAGS, RenovationId
from services.residents.staff import repository as staff
from shared.runtime.files.answers import PDF, file_answer, file_responses
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix=PREFIX, tags=TAGS)
NoticeId = Annotated[Identifier, Path()]


@routes.get(
    "/inspections-due",
    operation_id="renovations.inspections_due",
    summary="Who inspects what today",
    responses=problems(404),
)
async def inspections_due(
    caller: Annotated[Caller, needs("renovations:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    round: Annotated[Round | None, Query(description="Of one of them alone")] = None,  # noqa: A002 - the parameter's name
    community_id: Annotated[Identifier | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[SiteDue]:
    """Per site the rounds due by today and the notices to recheck; `limit` counts sites looked at (handbook R-34).

    Five queries a page. A site on which nothing is due is left out, so a page may be short of `limit`.
    """
    communities = [caller.community(community_id)] if community_id else caller.communities
    async with reader.session() as session:
        sites, next_cursor = await repository.works_to_inspect(session, communities, cursor=cursor, limit=limit)
        found = await _due(session, sites, reader.now, round)
    return Page[SiteDue](items=found, next_cursor=next_cursor)


async def _due(session: AsyncSession, sites: list[Renovation], now: datetime, wanted: Round | None) -> list[SiteDue]:
    ids = [site.id for site in sites]
    places = await repository.communities_of(session, {site.community_id for site in sites})
    applying = await policies.policies_of(session, {site.community_id for site in sites})
    last = await repository.last_rounds(session, ids)
    notices: dict[str, list[Notice]] = {}
    for notice in await repository.open_notices(session, ids):
        notices.setdefault(notice.renovation_id, []).append(notice)
    found = []
    for site in sites:
        day: date = now.astimezone(places[site.community_id].zone).date()
        rounds = [
            due
            for due in due_rounds(
                site.started_on or day, last.get(site.id, {}), day, applying[site.community_id].inspections
            )
            if wanted in {None, due.round}
        ]
        rechecks = [row for row in notices.get(site.id, []) if row.last_rechecked_on != day]
        if rounds or rechecks:
            found.append(SiteDue.of(site, day, rounds, rechecks))
    return found


@routes.post(
    "/{renovation_id}/inspections",
    operation_id="renovations.inspect",
    summary="Record a round on a site",
    status_code=201,
    response_model=InspectionView,
    responses=problems(404, 409, 412),
)
async def inspect(
    renovation_id: RenovationId,
    body: InspectionBody,
    caller: Annotated[Caller, needs("renovations:inspect")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """What is not in order becomes a rectification notice; load-bearing damage stops the works (handbook R-34)."""
    return await command.run(
        lambda tx: inspect_site(tx, caller, renovation_id, body), view=InspectionView.of, status=201, key_required=True
    )


@routes.get(
    "/{renovation_id}/inspections",
    operation_id="renovations.list_inspections",
    summary="Rounds on a site, newest first",
    responses=problems(404),
)
async def list_inspections(
    renovation_id: RenovationId,
    caller: Annotated[Caller, needs("renovations:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[InspectionView]:
    """Three queries a page (handbook R-34)."""
    async with reader.session() as session:
        await renovations.require_renovation(session, renovation_id, caller.communities)
        rows, next_cursor = await repository.list_inspections(
            session, renovation_id, caller.communities, cursor=cursor, limit=limit
        )
    return paged(rows, next_cursor, InspectionView.of)


@routes.get(
    "/notices",
    operation_id="renovations.list_notices",
    summary="Rectification notices, newest first",
    responses=problems(404),
)
async def list_notices(
    caller: Annotated[Caller, needs("renovations:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    renovation_id: Annotated[Identifier | None, Query()] = None,
    is_open: Annotated[bool | None, Query(description="Not cured yet")] = None,
    community_id: Annotated[Identifier | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[NoticeView]:
    """Two queries a page (handbook R-34)."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    wanted = NoticeFilter(communities, renovation_id=renovation_id, is_open=is_open)
    async with reader.session() as session:
        rows, next_cursor = await repository.list_notices(session, wanted, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, NoticeView.of)


@routes.get(
    "/notices/{notice_id}",
    operation_id="renovations.show_notice",
    summary="Read a rectification notice",
    responses=problems(404),
)
async def show_notice(
    notice_id: NoticeId,
    response: Response,
    caller: Annotated[Caller, needs("renovations:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> NoticeView:
    """With its rechecks; three queries (handbook R-34)."""
    async with reader.session() as session:
        notice = await repository.load_notice(session, notice_id, caller.communities)
    tagged(response, notice.version)
    return NoticeView.of(notice)


@routes.get(
    "/notices/{notice_id}/notice.pdf",
    operation_id="renovations.print_notice",
    summary="A rectification notice to hand over against signature",
    response_class=Response,
    responses=file_responses(PDF, 404, description="The notice"),
)
async def print_notice(
    notice_id: NoticeId,
    caller: Annotated[Caller, needs("renovations:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> Response:
    """A4, in Chinese and English: findings with their standard and measure, deadline, rechecks (handbook R-34)."""
    async with reader.session() as session:
        notice = await repository.load_to_print(session, notice_id, caller.communities)
        community = await premises.load_community(session, notice.community_id, caller.communities)
        names = await staff.names_of(session, {notice.issued_by, *(row.by for row in notice.rechecks)})
    pdf = await asyncio.to_thread(rectification_notice_pdf, notice, community, names)
    return file_answer(pdf, PDF, f"{notice.number}.pdf")


@routes.post(
    "/notices/{notice_id}/recheck",
    operation_id="renovations.recheck_notice",
    summary="Look again at what was to be cured",
    response_model=NoticeView,
    responses=problems(404, 409, 412),
)
async def recheck(
    notice_id: NoticeId,
    body: RecheckBody,
    caller: Annotated[Caller, needs("renovations:inspect")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """Daily until cured; a cured notice closes the breach that came with it (handbook R-34)."""
    return await command.run(
        lambda tx: recheck_notice(tx, caller, notice_id, is_cured=body.is_cured, note=body.note), view=NoticeView.of
    )
