"""Correct a draft, or give it up. Source: handbook T-23."""

from sqlalchemy.exc import IntegrityError

from services.tickets.replicas import repository as replicas
from services.tickets.replicas.usecases.calendars import calendar_of
from services.tickets.surveys import repository as surveys
from services.tickets.surveys.domain.errors import SurveyOfHalfYearExists
from services.tickets.surveys.domain.surveys import SURVEYS, SurveyAction, SurveyStatus, check_times, seed_of
from services.tickets.surveys.models import Survey
from services.tickets.surveys.schemas import SurveyChange
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def change_draft(tx: Transaction, caller: Caller, survey_id: str, change: SurveyChange) -> Survey:
    """What is left out stays; the seed follows the half-year, as nobody is drawn yet.

    Raises IllegalTransition once it is opened, HalfYearIsPast, SurveyEndsInThePast, SurveyOfHalfYearExists.
    """
    survey = await _held(tx, caller, survey_id, SurveyAction.CHANGE)
    given = change.model_dump(exclude_unset=True)
    today = calendar_of(await replicas.find_community(tx.session, survey.community_id)).date_of(tx.now)
    year, half = given.get("year", survey.year), given.get("half", survey.half)
    if given.keys() & {"year", "half", "closes_on"}:
        check_times(year, half, given.get("closes_on", survey.closes_on), today)
    for name, value in given.items():
        setattr(survey, name, value)
    survey.seed = seed_of(survey.community_id, year, half)
    try:
        async with tx.session.begin_nested():
            await tx.session.flush()
    except IntegrityError as taken:
        raise SurveyOfHalfYearExists(pointer="/half", year=year, half=half) from taken
    return survey


async def cancel_draft(tx: Transaction, caller: Caller, survey_id: str) -> Survey:
    """Nobody was told of it: it is deleted, and its half-year is free. Raises IllegalTransition once it is opened."""
    survey = await _held(tx, caller, survey_id, SurveyAction.CANCEL)
    await tx.session.delete(survey)
    return survey


async def _held(tx: Transaction, caller: Caller, survey_id: str, action: SurveyAction) -> Survey:
    survey = await surveys.load_survey(tx.session, survey_id, caller.communities, for_change=True)
    tx.guard(survey)
    survey.status = SURVEYS.next(SurveyStatus(survey.status), action)
    return survey
