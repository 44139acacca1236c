"""Pass promises on, as a shift does. Source: handbook T-01, T-27, A-40."""

from collections.abc import Sequence

from services.tickets.promises import repository as promises
from services.tickets.promises.domain.errors import NotThePromiser
from services.tickets.promises.domain.promising import PromiseAction, move
from services.tickets.promises.models import Promise, PromiseHandover
from services.tickets.promises.schemas import PromiseHandingOver, ShiftHandingOver
from services.tickets.promises.usecases.make_promise import KEEPERS
from services.tickets.promises.usecases.settling import check_owner, load_for_change
from services.tickets.promises.usecases.telling import tell_time
from services.tickets.replicas.usecases.staff import require_fit
from services.tickets.requests.usecases.advancing import standing_of
from shared.kernel.errors import InvalidField, NotFound
from shared.kernel.ids import new_id
from shared.kernel.text import Text
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

_HAS_IT = Text(zh="此人已是责任人", en="It is this account's already")


async def hand_over_promise(tx: Transaction, caller: Caller, promise_id: str, order: PromiseHandingOver) -> Promise:
    """The due time stays; who had it is history. Raises NotThePromiser, UnfitAccount, IllegalTransition."""
    promise = await load_for_change(tx, caller, promise_id)
    check_owner(caller, promise)
    await require_fit(tx, promise.community_id, order.owner_id, KEEPERS, pointer="/owner_id")

    _pass_on(tx, caller, promise, order)
    return promise


async def hand_over_promises(tx: Transaction, caller: Caller, order: ShiftHandingOver) -> Sequence[Promise]:
    """All unsettled promises of one owner, or the chosen ones, to the next shift in one step; all of them or none.

    Raises NotFound with the chosen one's place, NotThePromiser, UnfitAccount.
    """
    owner_id = order.from_owner_id or caller.account_id
    if owner_id != caller.account_id and not standing_of(caller).is_lead:
        raise NotThePromiser(pointer="/from_owner_id")
    chosen = await promises.lock_alive_of(tx.session, owner_id, caller.communities, order.promise_ids)
    found = {promise.id for promise in chosen}
    for place, promise_id in enumerate(order.promise_ids or ()):
        if promise_id not in found:
            raise NotFound(what="promise", pointer=f"/promise_ids/{place}")
    for community_id in sorted({promise.community_id for promise in chosen}):
        await require_fit(tx, community_id, order.owner_id, KEEPERS, pointer="/owner_id")
    for promise in chosen:
        tell_time(tx, promise)
        _pass_on(tx, caller, promise, order)
    return chosen


def _pass_on(tx: Transaction, caller: Caller, promise: Promise, order: PromiseHandingOver) -> None:
    if order.owner_id == promise.owner_id:
        raise InvalidField(pointer="/owner_id", reason=_HAS_IT)
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
