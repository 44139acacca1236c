"""`/v1/service-statistics`: a month as JSON, Excel and a printable PDF. Source: handbook T-22."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from services.tickets.statistics.filings import list_repairs
from services.tickets.statistics.papers import statistics_pdf, statistics_xlsx
from services.tickets.statistics.schemas import FiledRepairView, ServiceStatistics
from services.tickets.statistics.usecases.count_month import CountedMonth, count_month
from shared.runtime.files.answers import PDF, XLSX, file_answer, file_responses
from shared.runtime.http.fields import Identifier, MonthName
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/service-statistics", tags=["service-statistics"])

CommunityId = Annotated[Identifier | None, Query(description="Needed when the account has several communities")]
MonthLabel = Annotated[MonthName | None, Query(description="By the community's calendar; without: the present")]
_MayRead = Annotated[Caller, needs("statistics:read")]


async def _counted(caller: Caller, reader: Reader, community_id: str | None, month: str | None) -> CountedMonth:
    async with reader.session() as session:
        return await count_month(session, caller.community(community_id), month, reader.now)


@routes.get(
    "",
    operation_id="service_statistics.show",
    summary="A month of service in figures",
    responses=problems(404),
)
async def show(
    caller: _MayRead,
    reader: Annotated[Reader, Depends(reader_of)],
    community_id: CommunityId = None,
    month: MonthLabel = None,
) -> ServiceStatistics:
    """Counted by the database in eight queries, however many tickets there are (handbook T-22)."""
    return ServiceStatistics.of(await _counted(caller, reader, community_id, month), reader.locale)


@routes.get(
    "/filed-repairs",
    operation_id="service_statistics.filed_repairs",
    summary="List unsatisfied repairs on file, found last first",
    responses=problems(404),
)
async def filed_repairs(
    caller: _MayRead,
    reader: Annotated[Reader, Depends(reader_of)],
    community_id: Identifier | None = None,
    month: MonthName | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[FiledRepairView]:
    """Filed from the 25th, daily until the month has ended (handbook T-22). One query a page."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    async with reader.session() as session:
        rows, following = await list_repairs(session, communities, month=month, cursor=cursor, limit=limit)
    return paged(rows, following, FiledRepairView.of)


@routes.get(
    "/xlsx",
    operation_id="service_statistics.xlsx",
    summary="A month of service as Excel",
    response_class=Response,
    responses=file_responses(XLSX, 404, description="The month"),
)
async def xlsx(
    caller: _MayRead,
    reader: Annotated[Reader, Depends(reader_of)],
    community_id: CommunityId = None,
    month: MonthLabel = None,
) -> Response:
    """A sheet for each cut, in the language asked for (handbook T-22)."""
    counted = await _counted(caller, reader, community_id, month)
    book = await asyncio.to_thread(statistics_xlsx, counted, reader.locale)
    return file_answer(book, XLSX, f"service-{counted.figures.month}.xlsx")


@routes.get(
    "/pdf",
    operation_id="service_statistics.pdf",
    summary="A month of service as PDF",
    response_class=Response,
    responses=file_responses(PDF, 404, description="The month"),
)
async def pdf(
    caller: _MayRead,
    reader: Annotated[Reader, Depends(reader_of)],
    community_id: CommunityId = None,
    month: MonthLabel = None,
) -> Response:
    """With plots, in Chinese and English (handbook T-22)."""
    counted = await _counted(caller, reader, community_id, month)
    made = await asyncio.to_thread(statistics_pdf, counted)
    return file_answer(made, PDF, f"service-{counted.figures.month}.pdf")
