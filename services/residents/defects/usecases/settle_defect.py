"""What the owner says at the re-inspection: cured, or back to the developer. Source: handbook R-23."""

from services.residents.archives.domain.directory import RecordKind
from services.residents.archives.usecases.file_record import Record, file_record
from services.residents.defects import repository
from services.residents.defects.domain.lifecycle import DefectAction
from services.residents.defects.domain.terms import check_deadline, slip_number
from services.residents.defects.models import Defect
from services.residents.defects.schemas.asked import ConfirmationBody, RefusalBody
from services.residents.defects.usecases.steps import advance, issue_notice
from services.residents.defects.usecases.telling import state_of
from services.residents.premises import repository as premises
from shared.contracts.residents import DefectCured, DefectRaised
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def confirm_cured(tx: Transaction, caller: Caller, defect_id: str, body: ConfirmationBody) -> Defect:
    """Closed, with a confirmation slip in the household's file. Raises IllegalTransition."""
    defect = await repository.load_defect(tx.session, defect_id, caller.communities)
    tx.guard(defect)
    community = await premises.load_community(tx.session, defect.community_id, caller.communities)

    advance(tx, caller, defect, DefectAction.CONFIRM, body.note)
    cured_on = tx.now.astimezone(community.zone).date()
    defect.cured_on = cured_on
    defect.confirmed_by = body.confirmed_by

    if defect.household_id is not None:
        record = Record(
            RecordKind.DEFECT_CONFIRMATION,
            defect.id,
            tx.now,
            slip_number(defect.number),
            {"kind": defect.kind, "severity": defect.severity, "notices": defect.round},
        )
        await file_record(tx, household_id=defect.household_id, community_id=defect.community_id, record=record)
    tx.publish(defect, DefectCured(**state_of(defect), cured_on=cured_on))
    return defect


async def refuse_cure(tx: Transaction, caller: Caller, defect_id: str, body: RefusalBody) -> Defect:
    """Another notice with a new deadline. Raises IllegalTransition, DeadlineOutOfRange."""
    defect = await repository.load_defect(tx.session, defect_id, caller.communities)
    tx.guard(defect)
    community = await premises.load_community(tx.session, defect.community_id, caller.communities)

    advance(tx, caller, defect, DefectAction.REFUSE, body.reason)
    today = tx.now.astimezone(community.zone).date()
    check_deadline(body.deadline_on, today=today, pointer="/deadline_on")

    defect.finished_on = None
    defect.visit_at = None
    issue_notice(tx, caller, defect, body.deadline_on, body.reason)
    tx.publish(defect, DefectRaised(**state_of(defect)))
    return defect
