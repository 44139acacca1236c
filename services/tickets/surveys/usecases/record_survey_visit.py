"""Record what the visit to an unsatisfied household found. Source: handbook T-17, T-23."""

from services.tickets.surveys import repository as surveys
from services.tickets.surveys.domain.surveys import VISITS, VisitAction, VisitStatus
from services.tickets.surveys.models import SurveyVisit
from services.tickets.surveys.schemas import SurveyVisitRecord
from shared.contracts.tickets import SurveyFaultFound
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def record_survey_visit(
    tx: Transaction, caller: Caller, survey_id: str, visit_id: str, told: SurveyVisitRecord
) -> SurveyVisit:
    """Once; where the fault is ours, that is told, for a corrective action to follow. Raises IllegalTransition."""
    visit = await surveys.load_visit(tx.session, survey_id, visit_id, caller.communities)
    tx.guard(visit)
    visit.status = VISITS.next(VisitStatus(visit.status), VisitAction.RECORD)
    visit.made_at = tx.now
    visit.made_by = caller.account_id
    visit.on_site = told.on_site
    visit.found = told.found
    visit.our_fault = told.our_fault

    if told.our_fault:
        tx.publish(
            visit,
            SurveyFaultFound(
                survey_id=visit.survey_id,
                survey_visit_id=visit.id,
                answer_id=visit.answer_id,
                household_id=visit.household_id,
                room_code=visit.room_code,
                items=visit.items,
            ),
        )
    return visit
