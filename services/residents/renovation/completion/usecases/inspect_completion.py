"""Site cleared, permit handed back, works as approved: passed or not. Source: handbook R-36."""

from services.residents.archives.domain.directory import RecordKind
from services.residents.archives.usecases.file_record import Record, file_record
from services.residents.renovation import repository
from services.residents.renovation.completion.schemas import CompletionInspectionBody
from services.residents.renovation.domain.lifecycle import LIFECYCLE, Action, Status
from services.residents.renovation.models import Renovation
from services.residents.renovation.usecases.steps import advance
from shared.kernel.errors import OwnRequest
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def inspect_completion(
    tx: Transaction, caller: Caller, renovation_id: str, body: CompletionInspectionBody
) -> Renovation:
    """A failed one sends the works back. Raises OwnRequest, IllegalTransition."""
    renovation = await repository.load_renovation(tx.session, renovation_id, caller.communities)
    tx.guard(renovation)

    action = Action.PASS_INSPECTION if body.passed else Action.FAIL_INSPECTION
    LIFECYCLE.next(Status(renovation.status), action)
    completion = renovation.completions[-1]
    if caller.account_id == completion.requested_by:
        raise OwnRequest
    advance(tx, renovation, action, actor_id=caller.account_id, note=body.note)

    completion.inspected_by = caller.account_id
    completion.inspected_at = tx.now
    completion.has_passed = body.passed
    completion.is_site_cleared = body.is_site_cleared
    completion.is_permit_returned = body.is_permit_returned
    completion.note = body.note
    record = Record(
        RecordKind.RENOVATION_INSPECTION,
        completion.id,
        tx.now,
        renovation.number,
        {"renovation": renovation.number, "result": "passed" if body.passed else "failed"},
    )
    await file_record(tx, household_id=renovation.household_id, community_id=renovation.community_id, record=record)
    return renovation
