"""The place is looked at before the fire is lit and after it is out. Source: handbook R-33."""

from services.residents.renovation import repository as renovations
from services.residents.renovation.hot_work import repository
from services.residents.renovation.hot_work.domain import Action, Status, check_works, standing
from services.residents.renovation.hot_work.models import HotWork
from services.residents.renovation.hot_work.usecases.end_hot_work import end_hot_work, run_out
from services.residents.renovation.hot_work.usecases.telling import advance, refuse_over
from shared.kernel.errors import NotFound
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def check_before(tx: Transaction, caller: Caller, hot_work_id: str, note: str | None) -> HotWork:
    """Cleared, extinguishers and watcher there. Raises WindowOver, NoWorksGoOn, IllegalTransition."""
    hot_work = await repository.load_hot_work(tx.session, hot_work_id, caller.communities)
    tx.guard(hot_work)
    refuse_over(tx, hot_work)
    renovation = await renovations.hold_renovation(tx.session, hot_work.renovation_id, hot_work.community_id)
    if renovation is None:
        raise NotFound(what="renovation")
    check_works(renovation.status)
    advance(tx, hot_work, Action.CHECK_BEFORE, actor_id=caller.account_id, note=note)
    return hot_work


async def check_after(tx: Transaction, caller: Caller, hot_work_id: str, note: str | None) -> HotWork:
    """Nothing smoulders. A permit that ran out stays void, the check is on record. Raises IllegalTransition."""
    hot_work = await repository.load_hot_work(tx.session, hot_work_id, caller.communities)
    tx.guard(hot_work)
    if standing(Status(hot_work.status), hot_work.ends_at, tx.now) != hot_work.status:
        run_out(tx, hot_work)
    was_void = hot_work.status == Status.VOID
    advance(tx, hot_work, Action.CHECK_AFTER, actor_id=caller.account_id, note=note)
    if not was_void:
        end_hot_work(tx, hot_work, "checked")
    return hot_work


async def withdraw_hot_work(tx: Transaction, caller: Caller, hot_work_id: str, note: str | None) -> HotWork:
    """Not needed any more; a permit that was given ends. Raises IllegalTransition."""
    hot_work = await repository.load_hot_work(tx.session, hot_work_id, caller.communities)
    tx.guard(hot_work)
    was_permitted = hot_work.permitted_at is not None
    advance(tx, hot_work, Action.WITHDRAW, actor_id=caller.account_id, note=note)
    if was_permitted:
        end_hot_work(tx, hot_work, "stopped")
    return hot_work
