"""Draft a half-year's survey. Source: handbook T-23."""

from services.tickets.inserting import insert_new
from services.tickets.replicas import repository as replicas
from services.tickets.replicas.usecases.calendars import calendar_of
from services.tickets.surveys.domain.errors import SurveyOfHalfYearExists
from services.tickets.surveys.domain.surveys import SurveyStatus, check_times, seed_of
from services.tickets.surveys.models import Survey
from services.tickets.surveys.schemas import SurveyDraft
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def draft_survey(tx: Transaction, caller: Caller, draft: SurveyDraft) -> Survey:
    """Nobody is asked yet. The seed is the survey's own, known before the sample is.

    Raises HalfYearIsPast, SurveyEndsInThePast, SurveyOfHalfYearExists.
    """
    community_id = caller.community(draft.community_id)
    calendar = calendar_of(await replicas.find_community(tx.session, community_id))
    check_times(draft.year, draft.half, draft.closes_on, calendar.date_of(tx.now))
    survey = await insert_new(
        tx.session,
        Survey(
            id=new_id(),
            community_id=community_id,
            created_at=tx.now,
            version=1,
            event_sequence=0,
            year=draft.year,
            half=draft.half,
            title=draft.title,
            items=[item.model_dump() for item in draft.items],
            percent=draft.percent,
            seed=seed_of(community_id, draft.year, draft.half),
            closes_on=draft.closes_on,
            status=SurveyStatus.DRAFTED.value,
            drafted_by=caller.account_id,
            occupied=0,
            asked=0,
            asked_again=0,
        ),
    )
    if survey is None:
        raise SurveyOfHalfYearExists(pointer="/half", year=draft.year, half=draft.half)
    return survey
