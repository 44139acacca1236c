"""`/v1/surveys`. Source: handbook T-23."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from services.tickets.surveys import repository as surveys
from services.tickets.surveys.domain.surveys import SurveyStatus, VisitStatus
from services.tickets.surveys.schemas import (
    AnswerRecord,
    AnswerView,
    AskedHousehold,
    SurveyChange,
    SurveyDraft,
    SurveyView,
    SurveyVisitRecord,
    SurveyVisitView,
)
from services.tickets.surveys.usecases.change_draft import cancel_draft, change_draft
from services.tickets.surveys.usecases.close_survey import close_survey
from services.tickets.surveys.usecases.draft_survey import draft_survey
from services.tickets.surveys.usecases.open_survey import open_survey
from services.tickets.surveys.usecases.record_answer import record_answer
from services.tickets.surveys.usecases.record_survey_visit import record_survey_visit
from shared.runtime.http.commands import Command, command_of
from shared.runtime.http.fields import Identifier
from shared.runtime.http.paging import Cursor, Limit, Page, paged
from shared.runtime.http.problems import problems
from shared.runtime.http.reading import Reader, reader_of, tagged
from shared.runtime.http.security import Caller, needs

SurveyId = Annotated[Identifier, Path(description="The survey's id")]
_Read = Annotated[Caller, needs("surveys:read")]
_Conduct = Annotated[Caller, needs("surveys:conduct")]
_Record = Annotated[Caller, needs("surveys:record")]
_Reader = Annotated[Reader, Depends(reader_of)]
_Command = Annotated[Command, Depends(command_of)]

routes = APIRouter(prefix="/v1/surveys", tags=["surveys"])


@routes.post(
    "",
    operation_id="surveys.draft",
    summary="Draft a half-year's survey",
    status_code=201,
    response_model=SurveyView,
    responses=problems(404, 409),
)
async def draft(body: SurveyDraft, caller: _Conduct, command: _Command) -> Response:
    """One a community and half-year; at least 20 % of the occupied households (handbook T-23)."""
    return await command.run(lambda tx: draft_survey(tx, caller, body), view=SurveyView.of, status=201)


@routes.get("", operation_id="surveys.list", summary="List surveys, newest half-year first", responses=problems(404))
async def list_(
    caller: _Read,
    reader: _Reader,
    status: SurveyStatus | None = None,
    community_id: Identifier | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[SurveyView]:
    """One query a page."""
    communities = [caller.community(community_id)] if community_id else caller.communities
    async with reader.session() as session:
        rows, next_cursor = await surveys.list_surveys(session, communities, status=status, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, SurveyView.of)


@routes.get("/{survey_id}", operation_id="surveys.show", summary="Read a survey", responses=problems(404))
async def show(survey_id: SurveyId, response: Response, caller: _Read, reader: _Reader) -> SurveyView:
    """The `ETag` is for a later `If-Match`."""
    async with reader.session() as session:
        survey = await surveys.load_survey(session, survey_id, caller.communities)
    tagged(response, survey.version)
    return SurveyView.of(survey)


@routes.patch(
    "/{survey_id}",
    operation_id="surveys.change",
    summary="Correct a draft",
    response_model=SurveyView,
    responses=problems(404, 409, 412, 428),
)
async def change(survey_id: SurveyId, body: SurveyChange, caller: _Conduct, command: _Command) -> Response:
    """`If-Match` is required. Once it is opened a survey stands as it was asked (handbook T-23)."""
    return await command.run(
        lambda tx: change_draft(tx, caller, survey_id, body), view=SurveyView.of, if_match_required=True
    )


@routes.delete(
    "/{survey_id}",
    operation_id="surveys.cancel",
    summary="Give a draft up",
    response_model=SurveyView,
    responses=problems(404, 409, 412),
)
async def cancel(survey_id: SurveyId, caller: _Conduct, command: _Command) -> Response:
    """Its half-year is free for another survey; what was deleted is answered (handbook T-23)."""
    return await command.run(lambda tx: cancel_draft(tx, caller, survey_id), view=SurveyView.of)


@routes.post(
    "/{survey_id}/open",
    operation_id="surveys.open",
    summary="Draw the sample",
    response_model=SurveyView,
    responses=problems(404, 409, 412),
)
async def open_(survey_id: SurveyId, caller: _Conduct, command: _Command) -> Response:
    """From the survey's seed; those asked last time only when no others are left (handbook T-23)."""
    return await command.run(lambda tx: open_survey(tx, caller, survey_id), view=SurveyView.of)


@routes.post(
    "/{survey_id}/close",
    operation_id="surveys.close",
    summary="Take no more papers in",
    response_model=SurveyView,
    responses=problems(404, 409, 412),
)
async def close(survey_id: SurveyId, caller: _Conduct, command: _Command) -> Response:
    """The visits that still wait go on."""
    return await command.run(lambda tx: close_survey(tx, caller, survey_id), view=SurveyView.of)


@routes.get(
    "/{survey_id}/households", operation_id="surveys.asked", summary="Whom the survey asks", responses=problems(404)
)
async def asked(
    survey_id: SurveyId,
    caller: _Read,
    reader: _Reader,
    answered: Annotated[bool | None, Query(description="Whose paper is back, or still out")] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[AskedHousehold]:
    """By room. Three queries a page."""
    async with reader.session() as session:
        survey = await surveys.load_survey(session, survey_id, caller.communities)
        rows, next_cursor = await surveys.list_asked(session, survey.id, answered=answered, cursor=cursor, limit=limit)
        back = await surveys.who_answered(session, survey.id, [row.household_id for row in rows])
    return paged(
        rows,
        next_cursor,
        lambda row: AskedHousehold(
            household_id=row.household_id, room_code=row.room_code, has_answered=row.household_id in back
        ),
    )


@routes.post(
    "/{survey_id}/answers",
    operation_id="surveys.answer",
    summary="Take a paper in",
    status_code=201,
    response_model=AnswerView,
    responses=problems(404, 409),
)
async def answer(survey_id: SurveyId, body: AnswerRecord, caller: _Record, command: _Command) -> Response:
    """One a household of the sample, a mark for every item. Unsigned it is invalid and counted so; anything
    unsatisfied plans a visit (handbook T-17, T-23).
    """
    return await command.run(lambda tx: record_answer(tx, caller, survey_id, body), view=AnswerView.of, status=201)


@routes.get(
    "/{survey_id}/answers", operation_id="surveys.answers", summary="List papers, newest first", responses=problems(404)
)
async def answers(
    survey_id: SurveyId,
    caller: _Read,
    reader: _Reader,
    valid: Annotated[bool | None, Query(description="Signed ones, or unsigned ones")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[AnswerView]:
    """Three queries a page."""
    async with reader.session() as session:
        survey = await surveys.load_survey(session, survey_id, caller.communities)
        rows, next_cursor = await surveys.list_answers(session, survey.id, valid=valid, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, AnswerView.of)


@routes.get(
    "/{survey_id}/visits",
    operation_id="surveys.visits",
    summary="List the visits to unsatisfied households, earliest due first",
    responses=problems(404),
)
async def visits(
    survey_id: SurveyId,
    caller: _Read,
    reader: _Reader,
    status: VisitStatus | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[SurveyVisitView]:
    """Two queries a page."""
    async with reader.session() as session:
        survey = await surveys.load_survey(session, survey_id, caller.communities)
        rows, next_cursor = await surveys.list_visits(session, survey.id, status=status, cursor=cursor, limit=limit)
    return paged(rows, next_cursor, SurveyVisitView.of)


@routes.post(
    "/{survey_id}/visits/{survey_visit_id}/record",
    operation_id="surveys.record_visit",
    summary="Record what a visit found",
    response_model=SurveyVisitView,
    responses=problems(404, 409, 412),
)
async def record_visit(
    survey_id: SurveyId,
    survey_visit_id: Annotated[Identifier, Path(description="The visit's id")],
    body: SurveyVisitRecord,
    caller: _Record,
    command: _Command,
) -> Response:
    """Where the fault is ours `survey.fault_found` is told, for a corrective action to follow (handbook T-23)."""
    return await command.run(
        lambda tx: record_survey_visit(tx, caller, survey_id, survey_visit_id, body), view=SurveyVisitView.of
    )
