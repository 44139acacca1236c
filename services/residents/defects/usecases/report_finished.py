"""The developer reports the work as finished. Source: handbook R-23."""

from services.residents.defects import repository
from services.residents.defects.domain.lifecycle import DefectAction
from services.residents.defects.models import Defect
from services.residents.defects.schemas.asked import FinishedBody
from services.residents.defects.usecases.steps import advance
from services.residents.households.domain.membership import day_within
from services.residents.premises import repository as premises
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def report_finished(tx: Transaction, caller: Caller, defect_id: str, body: FinishedBody) -> Defect:
    """A word that only the owner's re-inspection can confirm. Raises IllegalTransition, DayOutOfRange."""
    defect = await repository.load_defect(tx.session, defect_id, caller.communities)
    tx.guard(defect)
    community = await premises.load_community(tx.session, defect.community_id, caller.communities)

    advance(tx, caller, defect, DefectAction.REPORT_FINISHED, body.note)
    issued = defect.notices[-1].issued_at.astimezone(community.zone).date()
    today = tx.now.astimezone(community.zone).date()
    defect.finished_on = day_within(body.finished_on, first=issued, last=today, pointer="/finished_on")
    return defect
