"""`/v1/quality-samples`: call and counter quality. Source: handbook T-30."""

import asyncio
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from services.tickets.quality_samples import repository as samples
from services.tickets.quality_samples.domain.drawing import check_month, week_span
from services.tickets.quality_samples.domain.lifecycle import SampleStatus
from services.tickets.quality_samples.repository import SampleFilter
from services.tickets.quality_samples.schemas import (
    DrawAsked,
    DrawView,
    Marking,
    MemberLine,
    Month,
    SampleView,
    Seeing,
    WeekSummary,
)
from services.tickets.quality_samples.sheet import week_sheet
from services.tickets.quality_samples.usecases.draw_samples import draw_month
from services.tickets.quality_samples.usecases.scope import scope_of
from services.tickets.quality_samples.usecases.score_sample import score_sample
from services.tickets.quality_samples.usecases.see_sample import see_sample
from services.tickets.replicas import repository as replicas
from shared.runtime.files.answers import XLSX, file_answer, file_responses
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

SampleId = Annotated[Identifier, Path(description="The sample's id")]
Week = Annotated[str, Query(max_length=10, description="ISO week, Monday to Sunday", examples=["2026-W48"])]

routes = APIRouter(prefix="/v1/quality-samples", tags=["quality samples"])


@routes.get(
    "",
    operation_id="quality_samples.list",
    summary="List sampled contacts, newest first",
    responses=problems(404),
)
async def list_(
    caller: Annotated[Caller, needs("quality_samples:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    status: SampleStatus | None = None,
    member_id: Identifier | None = None,
    month: Month | None = None,
    community_id: Identifier | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[SampleView]:
    """One query. Leads see everybody's, a member its own (handbook T-30)."""
    check_month(month)
    within = [caller.community(community_id)] if community_id else []
    wanted = SampleFilter(scope_of(caller, *within), month=month, member_id=member_id, status=status)
    async with reader.session() as session:
        rows, next_cursor = await samples.list_samples(session, wanted, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, SampleView.of)


@routes.post(
    "/draw",
    operation_id="quality_samples.draw",
    summary="Draw a month's contacts",
    response_model=DrawView,
    responses=problems(404, 409),
)
async def draw(
    body: DrawAsked,
    caller: Annotated[Caller, needs("quality_samples:score")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """To its end once per month and community, also by a timer; a repeat answers the draw as it was made. Of a
    running month as many of each member as it has run of, rounded up; the rest is drawn later (handbook T-30).
    """
    return await command.run(lambda tx: draw_month(tx, caller, body), view=DrawView.of)


@routes.get(
    "/draws",
    operation_id="quality_samples.draws",
    summary="List draws, newest first",
    responses=problems(404),
)
async def draws(
    caller: Annotated[Caller, needs("quality_samples:score")],
    reader: Annotated[Reader, Depends(reader_of)],
    month: Month | None = None,
    community_id: Identifier | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[DrawView]:
    """With what anybody needs to make them again (handbook T-30). One query."""
    check_month(month)
    within = [caller.community(community_id)] if community_id else caller.communities
    async with reader.session() as session:
        rows, next_cursor = await samples.list_draws(session, within, month=month, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, DrawView.of)


@routes.get(
    "/summary",
    operation_id="quality_samples.summary",
    summary="A week's summary",
    responses=problems(404),
)
async def summary(
    caller: Annotated[Caller, needs("quality_samples:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    week: Week,
    community_id: Identifier | None = None,
) -> WeekSummary:
    """Of what members have seen in the week, and nothing else; the lowest criterion is what to train. A member reads
    its own line (handbook T-30).
    """
    return await _summary(caller, reader, week, community_id)


@routes.get(
    "/summary.xlsx",
    operation_id="quality_samples.summary_sheet",
    summary="A week's summary as Excel",
    response_class=Response,
    responses=file_responses(XLSX, 404, description="The summary"),
)
async def summary_sheet(
    caller: Annotated[Caller, needs("quality_samples:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    week: Week,
    community_id: Identifier | None = None,
) -> Response:
    """The same lines, in the request's language (handbook T-30)."""
    told = await _summary(caller, reader, week, community_id)
    sheet = await asyncio.to_thread(week_sheet, told, reader.locale)
    return file_answer(sheet, XLSX, f"contact-quality-{told.week}.xlsx")


@routes.get(
    "/{sample_id}",
    operation_id="quality_samples.show",
    summary="Read a sampled contact",
    responses=problems(404),
)
async def show(
    sample_id: SampleId,
    response: Response,
    caller: Annotated[Caller, needs("quality_samples:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> SampleView:
    """With its marks; the `ETag` is for a later `If-Match`."""
    async with reader.session() as session:
        sample = await samples.load_sample(session, sample_id, scope_of(caller))
    tagged(response, sample.version)
    return SampleView.of(sample)


@routes.post(
    "/{sample_id}/score",
    operation_id="quality_samples.score",
    summary="Fill in the form",
    response_model=SampleView,
    responses=problems(404, 409, 412),
)
async def score(
    sample_id: SampleId,
    body: Marking,
    caller: Annotated[Caller, needs("quality_samples:score")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """By a lead, never for oneself; again until the member has seen it (handbook T-30)."""
    return await command.run(lambda tx: score_sample(tx, caller, sample_id, body), view=SampleView.of)


@routes.post(
    "/{sample_id}/see",
    operation_id="quality_samples.see",
    summary="Confirm having seen the marks",
    response_model=SampleView,
    responses=problems(404, 409, 412),
)
async def see(
    sample_id: SampleId,
    body: Seeing,
    caller: Annotated[Caller, needs("quality_samples:see")],
    command: Annotated[Command, Depends(command_of)],
) -> Response:
    """By the member alone, with a comment if they like; only then it counts (handbook T-30)."""
    return await command.run(lambda tx: see_sample(tx, caller, sample_id, body.comment), view=SampleView.of)


async def _summary(caller: Caller, reader: Reader, week: str, community_id: str | None) -> WeekSummary:
    within = caller.community(community_id)
    async with reader.session() as session:
        community = await replicas.find_community(session, within)
        span = week_span(week, ZoneInfo(community.time_zone))
        rows = await samples.sums_of(session, scope_of(caller, within), span)
    return WeekSummary(
        community_id=within,
        week=week,
        since=span.since,
        until=span.until,
        members=[MemberLine.of(row) for row in rows],
    )
