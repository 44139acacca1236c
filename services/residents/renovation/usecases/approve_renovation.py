"""Approve: what is due is charged by billing, the permit follows the payment. Source: handbook R-30, R-31."""

from services.residents.archives.domain.directory import RecordKind
from services.residents.archives.usecases.file_record import Record, file_record
from services.residents.renovation import repository
from services.residents.renovation.domain.dues import dues_for
from services.residents.renovation.domain.errors import PapersIncomplete
from services.residents.renovation.domain.lifecycle import LIFECYCLE, Action, Status
from services.residents.renovation.domain.papers import WorkerPapers, missing_papers
from services.residents.renovation.models import Renovation, RenovationDue
from services.residents.renovation.usecases.steps import advance, refuse_own_request
from services.residents.renovation.usecases.telling import state_of
from shared.contracts.residents import ChargeDue, RenovationApproved
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

_FILED = (
    RecordKind.RENOVATION_AGREEMENT,
    RecordKind.SAFETY_UNDERTAKING,
    RecordKind.CONTRACTOR_LICENCE,
    RecordKind.PERSONNEL_REGISTER,
)


async def approve_renovation(tx: Transaction, caller: Caller, renovation_id: str, note: str | None) -> Renovation:
    """Approved, with its dues. Raises OwnRequest, IllegalTransition, PapersIncomplete."""
    renovation = await repository.load_renovation(tx.session, renovation_id, caller.communities)
    tx.guard(renovation)

    refuse_own_request(renovation, caller)
    LIFECYCLE.next(Status(renovation.status), Action.APPROVE)
    if missing := missing_papers(
        {paper.kind for paper in renovation.papers},
        [WorkerPapers(worker.order, worker.has_id_number, worker.photos) for worker in renovation.workers],
        is_plan_reviewed=renovation.plan_reviewed_by is not None,
    ):
        raise PapersIncomplete(missing)
    dues = dues_for(len(renovation.workers))

    advance(tx, renovation, Action.APPROVE, actor_id=caller.account_id, note=note)
    renovation.approved_by = caller.account_id
    renovation.dues = [RenovationDue(item=due.item, quantity=due.quantity) for due in dues]
    for kind in _FILED:
        record = Record(kind, renovation.id, tx.now, renovation.number, {"contractor": renovation.contractor_name})
        await file_record(tx, household_id=renovation.household_id, community_id=renovation.community_id, record=record)

    charges = [ChargeDue(item=due.item, quantity=due.quantity) for due in dues]
    tx.publish(renovation, RenovationApproved(**state_of(renovation), charges_due=charges))
    return renovation
