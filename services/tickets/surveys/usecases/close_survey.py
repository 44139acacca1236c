"""Take no more papers in. Source: handbook T-23."""

from services.tickets.surveys import repository as surveys
from services.tickets.surveys.domain.surveys import SURVEYS, ItemResult, SurveyAction, SurveyStatus, overall
from services.tickets.surveys.models import Survey
from services.tickets.surveys.usecases.telling import state_of
from shared.contracts.tickets import SurveyClosed
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def close_survey(tx: Transaction, caller: Caller, survey_id: str) -> Survey:
    """The visits that still wait go on. Raises IllegalTransition."""
    survey = await surveys.load_survey(tx.session, survey_id, caller.communities, for_change=True)
    tx.guard(survey)
    survey.status = SURVEYS.next(SurveyStatus(survey.status), SurveyAction.CLOSE)
    survey.closed_at = tx.now
    survey.closed_by = caller.account_id

    answered, valid, _ = await surveys.count_answers(tx.session, survey.id)
    visits, made, _ = await surveys.count_visits(tx.session, survey.id)
    marks = await surveys.count_marks(tx.session, survey.id)
    tx.publish(
        survey,
        SurveyClosed(
            **state_of(survey),
            answered=answered,
            valid=valid,
            invalid=answered - valid,
            satisfaction_per_mille=overall([ItemResult(code, counts) for code, counts in marks.items()]),
            visits_waiting=visits - made,
        ),
    )
    return survey
