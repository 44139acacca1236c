"""Look again, daily until cured. Source: handbook R-34."""

from services.residents.premises import repository as premises
from services.residents.renovation import repository as renovations
from services.residents.renovation.domain.errors import AlreadyCured
from services.residents.renovation.inspections import repository
from services.residents.renovation.inspections.domain import RecheckDone
from services.residents.renovation.inspections.models import Notice, Recheck
from services.residents.renovation.usecases.record_violation import cure
from services.residents.renovation.usecases.steps import record_step
from services.residents.versions import touch
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def recheck_notice(
    tx: Transaction, caller: Caller, notice_id: str, *, is_cured: bool, note: str | None
) -> Notice:
    """What is cured closes the notice and the breach recorded with it. Raises AlreadyCured, RecheckDone."""
    notice = await repository.load_notice(tx.session, notice_id, caller.communities)
    tx.guard(notice)
    community = await premises.load_community(tx.session, notice.community_id, caller.communities)
    today = tx.now.astimezone(community.zone).date()

    if notice.cured_at is not None:
        raise AlreadyCured
    if not is_cured and notice.last_rechecked_on == today:
        raise RecheckDone

    notice.rechecks.append(Recheck(id=new_id(), at=tx.now, by=caller.account_id, is_cured=is_cured, note=note))
    notice.last_rechecked_on = today
    touch(notice, tx.now)
    if is_cured:
        notice.cured_at = tx.now
        notice.cured_by = caller.account_id
        await _cure_breaches(tx, caller, notice)
    return notice


async def _cure_breaches(tx: Transaction, caller: Caller, notice: Notice) -> None:
    renovation = await renovations.load_renovation(tx.session, notice.renovation_id, caller.communities)
    cured = [row for row in renovation.violations if row.notice_id == notice.id and row.cured_at is None]
    for violation in cured:
        cure(tx, violation, caller.account_id, notice.number)
    if cured:
        record_step(tx, renovation, "cure_violation", actor_id=caller.account_id, note=notice.number)
        touch(renovation, tx.now)
