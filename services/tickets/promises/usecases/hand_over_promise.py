"""Pass a promise on, as a shift does. Source: handbook T-01, T-27, A-40."""

from services.tickets.promises import repository as promises
from services.tickets.promises.domain.promising import PromiseAction, move
from services.tickets.promises.models import Promise, PromiseHandover
from services.tickets.promises.schemas import PromiseHandingOver
from services.tickets.promises.usecases.make_promise import KEEPERS
from services.tickets.promises.usecases.settling import check_owner, load_for_change
from services.tickets.replicas.usecases.staff import require_fit
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def hand_over_promise(tx: Transaction, caller: Caller, promise_id: str, order: PromiseHandingOver) -> Promise:
    """The due time stays; who had it is history. Raises NotThePromiser, UnfitAccount, IllegalTransition."""
    promise = await load_for_change(tx, caller, promise_id)
    check_owner(caller, promise)
    await require_fit(tx, promise.community_id, order.owner_id, KEEPERS, pointer="/owner_id")

    move(promise, PromiseAction.HAND_OVER)
    entry = PromiseHandover(
        id=new_id(),
        promise_id=promise.id,
        at=tx.now,
        by_id=caller.account_id,
        from_id=promise.owner_id,
        to_id=order.owner_id,
        note=order.note,
    )
    promises.add(tx.session, entry)
    promise.owner_id = order.owner_id
    return promise
