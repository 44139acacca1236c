"""Draw the sample and send the papers out. Source: handbook T-23."""

from services.tickets.replicas import repository as replicas
from services.tickets.replicas.usecases.calendars import calendar_of
from services.tickets.surveys import repository as surveys
from services.tickets.surveys.domain.errors import NobodyToAsk
from services.tickets.surveys.domain.surveys import SURVEYS, SurveyAction, SurveyStatus, check_times, draw_sample
from services.tickets.surveys.models import Survey
from services.tickets.surveys.usecases.telling import state_of
from shared.contracts.tickets import SurveyHouseholdAsked, SurveyOpened
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def open_survey(tx: Transaction, caller: Caller, survey_id: str) -> Survey:
    """At least a fifth of the occupied households, by the seed; each of them is told. Raises IllegalTransition,
    HalfYearIsPast and SurveyEndsInThePast where the draft lay too long, NobodyToAsk.
    """
    survey = await surveys.load_survey(tx.session, survey_id, caller.communities, for_change=True)
    tx.guard(survey)
    survey.status = SURVEYS.next(SurveyStatus(survey.status), SurveyAction.OPEN)
    calendar = calendar_of(await replicas.find_community(tx.session, survey.community_id))
    check_times(survey.year, survey.half, survey.closes_on, calendar.date_of(tx.now))
    rooms = await surveys.occupied_households(tx.session, survey.community_id)
    if not rooms:
        raise NobodyToAsk
    sample = draw_sample(survey.seed, rooms, survey.percent, await surveys.asked_last_time(tx.session, survey))

    survey.opened_at = tx.now
    survey.opened_by = caller.account_id
    survey.occupied = len(rooms)
    survey.asked = len(sample.households)
    survey.asked_again = sample.asked_again
    await surveys.add_sample(tx.session, survey.id, {household: rooms[household] for household in sample.households})
    tx.publish(survey, SurveyOpened(**state_of(survey), occupied=survey.occupied, closes_on=survey.closes_on))
    for household_id in sample.households:
        tx.publish(
            survey,
            SurveyHouseholdAsked(
                survey_id=survey.id,
                household_id=household_id,
                room_code=rooms[household_id],
                title=survey.title,
                closes_on=survey.closes_on,
            ),
        )
    return survey
