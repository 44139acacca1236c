"""`/v1/communities/{community_id}/room-state-report`. Source: handbook R-06."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from services.residents.premises import repository
from services.residents.premises.domain.room_state import room_state
from services.residents.premises.papers import room_state_pdf, room_state_xlsx
from services.residents.premises.reporting import RoomStateReport
from shared.runtime.files.answers import PDF, XLSX, file_answer, file_responses
from shared.runtime.http.fields import Identifier
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/communities/{community_id}", tags=["communities"])

CommunityId = Annotated[Identifier, Path()]
Reporter = Annotated[Caller, needs("rooms:report")]


@routes.get(
    "/room-state-report",
    operation_id="communities.room_state_report",
    summary="How the rooms of a community are used",
    responses=problems(404),
)
async def report(
    community_id: CommunityId, caller: Reporter, reader: Annotated[Reader, Depends(reader_of)]
) -> RoomStateReport:
    """Counts by occupancy, building and kind, as they are now (handbook R-06). Two queries."""
    made, _ = await _report(community_id, caller, reader)
    return made


@routes.get(
    "/room-state-report.pdf",
    operation_id="communities.print_room_state_report",
    summary="The room-state report as PDF",
    response_class=Response,
    responses=file_responses(PDF, 404),
)
async def print_(
    community_id: CommunityId, caller: Reporter, reader: Annotated[Reader, Depends(reader_of)]
) -> Response:
    """In the language of Accept-Language (handbook R-06)."""
    made, time_zone = await _report(community_id, caller, reader)
    pdf = await asyncio.to_thread(room_state_pdf, made, time_zone, reader.locale)
    return file_answer(pdf, PDF, f"room-state-{made.as_of:%Y%m%d}.pdf")


@routes.get(
    "/room-state-report.xlsx",
    operation_id="communities.export_room_state_report",
    summary="The room-state report as Excel sheet",
    response_class=Response,
    responses=file_responses(XLSX, 404),
)
async def export(
    community_id: CommunityId, caller: Reporter, reader: Annotated[Reader, Depends(reader_of)]
) -> Response:
    """In the language of Accept-Language (handbook R-06)."""
    made, time_zone = await _report(community_id, caller, reader)
    sheet = await asyncio.to_thread(room_state_xlsx, made, time_zone, reader.locale)
    return file_answer(sheet, XLSX, f"room-state-{made.as_of:%Y%m%d}.xlsx")


async def _report(community_id: str, caller: Caller, reader: Reader) -> tuple[RoomStateReport, str]:
    async with reader.session() as session:
        community = await repository.load_community(session, community_id, caller.communities)
        groups = await repository.room_groups(session, community.id)
    return RoomStateReport.of(community, room_state(groups), as_of=reader.now), community.time_zone
