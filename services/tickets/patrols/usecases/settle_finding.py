"""Put a finding right, and recheck it. Source: handbook T-25."""

from services.tickets.patrols import repository
from services.tickets.patrols.domain.errors import DeadlineNeeded, OwnRepair
from services.tickets.patrols.domain.findings import FINDINGS, FindingAction, FindingStatus, check_deadline
from services.tickets.patrols.models import PatrolFinding, PatrolFindingStep
from services.tickets.patrols.schemas import FindingChange, Recheck
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def fix_finding(tx: Transaction, caller: Caller, finding_id: str, body: FindingChange) -> PatrolFinding:
    """Raises IllegalTransition."""
    finding = await hold_finding(tx, caller, finding_id)
    move(tx, caller, finding, FindingAction.FIX, body.note)
    finding.fixed_by = caller.account_id
    return finding


async def recheck_finding(tx: Transaction, caller: Caller, finding_id: str, body: Recheck) -> PatrolFinding:
    """Passed ends it, else it is to be put right again by another deadline.

    Raises IllegalTransition, OwnRepair, DeadlineNeeded, DeadlineOutOfRange.
    """
    finding = await hold_finding(tx, caller, finding_id)
    action = FindingAction.PASS if body.passed else FindingAction.AGAIN
    FINDINGS.next(FindingStatus(finding.status), action)
    if finding.fixed_by == caller.account_id:
        raise OwnRepair
    if not body.passed:
        if body.deadline_at is None:
            raise DeadlineNeeded(pointer="/deadline_at")
        check_deadline(body.deadline_at, tx.now, "/deadline_at")
        finding.deadline_at = body.deadline_at
        finding.round += 1
    move(tx, caller, finding, action, body.note)
    return finding


async def hold_finding(tx: Transaction, caller: Caller, finding_id: str) -> PatrolFinding:
    """Locked until the end of the transaction. Raises NotFound, Stale."""
    finding = await repository.load_finding(tx.session, finding_id, caller.communities, for_change=True)
    tx.guard(finding)
    return finding


def move(tx: Transaction, caller: Caller, finding: PatrolFinding, action: FindingAction, note: str | None) -> None:
    """Into the next state, with a line of history. Raises IllegalTransition."""
    finding.status = FINDINGS.next(FindingStatus(finding.status), action)
    finding.steps.append(
        PatrolFindingStep(id=new_id(), at=tx.now, actor_id=caller.account_id, action=action, note=note)
    )
