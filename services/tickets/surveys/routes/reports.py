"""`/v1/surveys/{survey_id}/report`. Source: handbook T-23."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.tickets.replicas import repository as replicas
from services.tickets.surveys import repository as surveys
from services.tickets.surveys.papers import survey_pdf, survey_xlsx
from services.tickets.surveys.reporting import Counts, SurveyReport
from services.tickets.surveys.routes.surveys import SurveyId
from shared.runtime.files.answers import PDF, XLSX, file_answer, file_responses
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of
from shared.runtime.http.security import Caller, needs

routes = APIRouter(prefix="/v1/surveys/{survey_id}", tags=["surveys"])

_Caller = Annotated[Caller, needs("surveys:read")]
_Reader = Annotated[Reader, Depends(reader_of)]


@routes.get("/report", operation_id="surveys.report", summary="What the survey comes to", responses=problems(404))
async def report(survey_id: SurveyId, caller: _Caller, reader: _Reader) -> SurveyReport:
    """Satisfaction per item over the valid answers, counts and response rate, as of now (T-23). Five queries."""
    made, _ = await _report(survey_id, caller, reader)
    return made


@routes.get(
    "/report.pdf",
    operation_id="surveys.print_report",
    summary="The report as PDF",
    response_class=Response,
    responses=file_responses(PDF, 404),
)
async def print_(survey_id: SurveyId, caller: _Caller, reader: _Reader) -> Response:
    """In the language of Accept-Language."""
    made, time_zone = await _report(survey_id, caller, reader)
    pdf = await asyncio.to_thread(survey_pdf, made, time_zone, reader.locale)
    return file_answer(pdf, PDF, f"survey-{made.year}H{made.half}.pdf")


@routes.get(
    "/report.xlsx",
    operation_id="surveys.export_report",
    summary="The report as Excel sheet",
    response_class=Response,
    responses=file_responses(XLSX, 404),
)
async def export(survey_id: SurveyId, caller: _Caller, reader: _Reader) -> Response:
    """In the language of Accept-Language."""
    made, time_zone = await _report(survey_id, caller, reader)
    sheet = await asyncio.to_thread(survey_xlsx, made, time_zone, reader.locale)
    return file_answer(sheet, XLSX, f"survey-{made.year}H{made.half}.xlsx")


async def _report(survey_id: str, caller: Caller, reader: Reader) -> tuple[SurveyReport, str]:
    async with reader.session() as session:
        survey = await surveys.load_survey(session, survey_id, caller.communities)
        community = await replicas.find_community(session, survey.community_id)
        answered, valid, unsatisfied = await surveys.count_answers(session, survey.id)
        visits, made, faults = await surveys.count_visits(session, survey.id)
        marks = await surveys.count_marks(session, survey.id)
    counts = Counts(
        answered=answered,
        valid=valid,
        invalid=answered - valid,
        unsatisfied=unsatisfied,
        visits=visits,
        visits_made=made,
        our_faults=faults,
    )
    name, now = community.name, reader.now
    report = SurveyReport.of(survey, counts, marks, community_name=name, as_of=now, locale=reader.locale)
    return report, community.time_zone
