"""`/v1/defects`: notices, confirmation slips, and the summary as JSON, PDF and Excel."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from services.residents.defects import papers, repository
from services.residents.defects.domain.errors import NotCured
from services.residents.defects.domain.terms import slip_number
from services.residents.defects.repository import Tally
from services.residents.defects.routes.parts import PREFIX, TAGS, DefectId
from services.residents.defects.schemas.statistics import DefectStatistics
from services.residents.premises import repository as premises
from services.residents.premises.models import Community
from shared.kernel.errors import NotFound
from shared.runtime.files.answers import PDF, XLSX, file_answer, file_responses
from shared.runtime.http.fields import Identifier
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix=PREFIX, tags=TAGS)

CommunityId = Annotated[Identifier | None, Query(description="Needed when the account has several communities")]


async def _counted(caller: Caller, reader: Reader, community_id: str | None) -> tuple[Community, list[Tally]]:
    wanted = caller.community(community_id)
    async with reader.session() as session:
        community = await premises.load_community(session, wanted, caller.communities)
        today = reader.now.astimezone(community.zone).date()
        return community, await repository.tallies(session, community.id, today=today, now=reader.now)


@routes.get(
    "/summary",
    operation_id="defects.summary",
    summary="Defects by type, contractor and age",
    responses=problems(404),
)
async def summary(
    caller: Annotated[Caller, needs("defects:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    community_id: CommunityId = None,
) -> DefectStatistics:
    """Counted by the database: two queries, however many there are (handbook R-23)."""
    community, tallies = await _counted(caller, reader, community_id)
    return DefectStatistics.of(community, tallies, at=reader.now, locale=reader.locale)


@routes.get(
    "/summary/pdf",
    operation_id="defects.summary_pdf",
    summary="The summary as PDF",
    response_class=Response,
    responses=file_responses(PDF, 404, description="The summary"),
)
async def summary_pdf(
    caller: Annotated[Caller, needs("defects:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    community_id: CommunityId = None,
) -> Response:
    """In Chinese and English (handbook R-23)."""
    community, tallies = await _counted(caller, reader, community_id)
    chinese = DefectStatistics.of(community, tallies, at=reader.now, locale="zh-CN")
    english = DefectStatistics.of(community, tallies, at=reader.now, locale="en")
    pdf = await asyncio.to_thread(papers.statistics_pdf, chinese, english, community)
    return file_answer(pdf, PDF, f"{community.code}-defects.pdf")


@routes.get(
    "/summary/xlsx",
    operation_id="defects.summary_xlsx",
    summary="The summary as Excel",
    response_class=Response,
    responses=file_responses(XLSX, 404, description="The summary"),
)
async def summary_xlsx(
    caller: Annotated[Caller, needs("defects:read")],
    reader: Annotated[Reader, Depends(reader_of)],
    community_id: CommunityId = None,
) -> Response:
    """A sheet for each of type, contractor and age, in the language asked for (handbook R-23)."""
    community, tallies = await _counted(caller, reader, community_id)
    statistics = DefectStatistics.of(community, tallies, at=reader.now, locale=reader.locale)
    book = await asyncio.to_thread(papers.statistics_xlsx, statistics, community, reader.locale)
    return file_answer(book, XLSX, f"{community.code}-defects.xlsx")


@routes.get(
    "/{defect_id}/notices/{round}/pdf",
    operation_id="defects.print_notice",
    summary="A rectification notice as PDF",
    response_class=Response,
    responses=file_responses(PDF, 404, description="The notice"),
)
async def print_notice(
    defect_id: DefectId,
    round_: Annotated[int, Path(alias="round", ge=1, le=1000, examples=[1])],
    caller: Annotated[Caller, needs("defects:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> Response:
    """For the developer: what is wrong and until when it is to be put right (handbook R-23)."""
    async with reader.session() as session:
        defect = await repository.load_defect(session, defect_id, caller.communities)
        community = await premises.load_community(session, defect.community_id, caller.communities)
    notice = next((notice for notice in defect.notices if notice.round == round_), None)
    if notice is None:
        raise NotFound(what="notice")
    pdf = await asyncio.to_thread(papers.notice_pdf, defect, notice, community)
    return file_answer(pdf, PDF, f"{notice.number}.pdf")


@routes.get(
    "/{defect_id}/confirmation/pdf",
    operation_id="defects.print_confirmation",
    summary="The confirmation slip as PDF",
    response_class=Response,
    responses=file_responses(PDF, 404, 409, description="The slip"),
)
async def print_confirmation(
    defect_id: DefectId,
    caller: Annotated[Caller, needs("defects:read")],
    reader: Annotated[Reader, Depends(reader_of)],
) -> Response:
    """Only of a defect that the owner confirmed as cured (handbook R-23)."""
    async with reader.session() as session:
        defect = await repository.load_defect(session, defect_id, caller.communities)
        community = await premises.load_community(session, defect.community_id, caller.communities)
    if defect.cured_on is None:
        raise NotCured
    pdf = await asyncio.to_thread(papers.confirmation_pdf, defect, community)
    return file_answer(pdf, PDF, f"{slip_number(defect.number)}.pdf")
