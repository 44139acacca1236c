"""`/v1/patrols/scores`. Source: handbook T-25."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from services.tickets.patrols import repository
from services.tickets.patrols.domain.periods import month_of, period_named
from services.tickets.patrols.routes.parts import PREFIX, TAGS, CommunityId, Reads
from services.tickets.patrols.schemas import PeriodName, Scores
from services.tickets.patrols.sheet import scores_xlsx
from services.tickets.replicas import repository as replicas
from services.tickets.replicas.usecases.calendars import calendar_of
from shared.runtime.files.answers import XLSX, file_answer, file_responses
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix=PREFIX + "/scores", tags=TAGS)
_Period = Annotated[PeriodName | None, Query(description="A month or a year; default: the present month")]


async def _summed(caller: Caller, reader: Reader, period: str | None, community_id: str | None) -> Scores:
    wanted = caller.community(community_id)
    async with reader.session() as session:
        calendar = calendar_of(await replicas.find_community(session, wanted))
        today = calendar.date_of(reader.now)
        asked = period_named(period) if period else month_of(today)
        if (stored := await repository.find_stored(session, wanted, asked.label)) is not None:
            return Scores.model_validate(stored.report)
        lines = await repository.scores(session, wanted, asked, zone=calendar.time_zone, today=today)
        return Scores.of(wanted, asked, lines)


@routes.get("", operation_id="patrols.scores", summary="Scores of a month or a year", responses=problems(404))
async def scores(
    caller: Annotated[Caller, needs("patrols:read")],
    reader: Reads,
    period: _Period = None,
    community_id: CommunityId = None,
) -> Scores:
    """A month ends on its 25th, a year on 25 December; what is over is summed once and stored, the running one is
    as it stands (handbook T-25). Four queries at most.
    """
    return await _summed(caller, reader, period, community_id)


@routes.get(
    "/xlsx",
    operation_id="patrols.scores_xlsx",
    summary="The scores as Excel",
    response_class=Response,
    responses=file_responses(XLSX, 404, description="The scores"),
)
async def xlsx(
    caller: Annotated[Caller, needs("patrols:read")],
    reader: Reads,
    period: _Period = None,
    community_id: CommunityId = None,
) -> Response:
    """In the language asked for (handbook T-25)."""
    summed = await _summed(caller, reader, period, community_id)
    book = await asyncio.to_thread(scores_xlsx, summed, reader.locale)
    return file_answer(book, XLSX, f"patrol-scores-{summed.period}.xlsx")
