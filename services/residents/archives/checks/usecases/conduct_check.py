"""Begin a check, record what is found, finish or cancel it. Source: handbook R-13."""

from services.residents.archives.checks import repository
from services.residents.archives.checks.domain.errors import CheckIncomplete, NoFiles, NotInCheck
from services.residents.archives.checks.domain.lifecycle import LIFECYCLE, Action, Status
from services.residents.archives.checks.domain.periods import CheckKind, period_of
from services.residents.archives.checks.models import InventoryCheck
from services.residents.archives.checks.schemas import CheckBody, FindingBody
from services.residents.premises import repository as premises
from services.residents.versions import touch
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

QUARTERLY_NEEDS = "archives:approve"


async def begin_check(tx: Transaction, caller: Caller, body: CheckBody) -> InventoryCheck:
    """Of the present month or quarter; the quarter's is the manager's. Raises NotFound, Forbidden, NoFiles."""
    community = await premises.load_community(tx.session, caller.community(body.community_id), caller.communities)
    if body.kind is CheckKind.QUARTERLY:
        caller.require(QUARTERLY_NEEDS)
    check = InventoryCheck(
        id=new_id(),
        community_id=community.id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        kind=body.kind.value,
        period=period_of(body.kind, tx.now.astimezone(community.zone).date()).label,
        building=body.building,
        status=Status.OPEN.value,
        started_by=caller.account_id,
        changed_at=tx.now,
    )
    if not await repository.tally_of(tx.session, check):
        raise NoFiles(pointer="/building" if body.building else None)
    tx.session.add(check)
    return check


async def record_findings(
    tx: Transaction, caller: Caller, check_id: str, findings: list[FindingBody]
) -> InventoryCheck:
    """The check. Raises NotFound, Stale, IllegalTransition, NotInCheck."""
    check = await _hold(tx, caller, check_id)
    _advance(tx, check, Action.RECORD)
    known = await repository.in_round(tx.session, check, {each.archive_id for each in findings})
    for position, each in enumerate(findings):
        if each.archive_id not in known:
            raise NotInCheck(pointer=f"/findings/{position}/archive_id")

    last_words = {each.archive_id: each for each in findings}
    await repository.keep_findings(
        tx.session,
        [
            {
                "check_id": check.id,
                "archive_id": each.archive_id,
                "finding": each.finding.value,
                "note": each.note,
                "found_by": caller.account_id,
                "found_at": tx.now,
            }
            for each in last_words.values()
        ],
    )
    return check


async def finish_check(tx: Transaction, caller: Caller, check_id: str, note: str | None) -> InventoryCheck:
    """Raises NotFound, Stale, IllegalTransition, CheckIncomplete while a file was not looked at."""
    check = await _hold(tx, caller, check_id)
    _advance(tx, check, Action.FINISH)
    if left := (await repository.tally_of(tx.session, check)).get(None, 0):
        raise CheckIncomplete(left=left)
    return _end(tx, caller, check, note)


async def cancel_check(tx: Transaction, caller: Caller, check_id: str, note: str | None) -> InventoryCheck:
    """It counts for nothing. Raises NotFound, Stale, IllegalTransition."""
    check = await _hold(tx, caller, check_id)
    _advance(tx, check, Action.CANCEL)
    return _end(tx, caller, check, note)


async def _hold(tx: Transaction, caller: Caller, check_id: str) -> InventoryCheck:
    check = await repository.hold_check(tx.session, check_id, caller.communities)
    tx.guard(check)
    if check.kind == CheckKind.QUARTERLY:
        caller.require(QUARTERLY_NEEDS)
    return check


def _advance(tx: Transaction, check: InventoryCheck, action: Action) -> None:
    check.status = LIFECYCLE.next(Status(check.status), action).value
    touch(check, tx.now)


def _end(tx: Transaction, caller: Caller, check: InventoryCheck, note: str | None) -> InventoryCheck:
    check.ended_by = caller.account_id
    check.ended_at = tx.now
    check.note = note
    return check
