"""Let a promise fall away, or refuse to approve it. Source: handbook T-27."""

from services.tickets.promises.domain.errors import NotThePromiser
from services.tickets.promises.domain.promising import PromiseAction, move
from services.tickets.promises.models import Promise
from services.tickets.promises.usecases.settling import check_owner, load_for_change
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def cancel_promise(tx: Transaction, caller: Caller, promise_id: str, reason: str) -> Promise:
    """By its owner, its maker or a lead; what was broken before stays counted. Raises NotThePromiser."""
    promise = await load_for_change(tx, caller, promise_id)
    try:
        check_owner(caller, promise)
    except NotThePromiser:
        if promise.made_by != caller.account_id:
            raise
    move(promise, PromiseAction.CANCEL)
    promise.settled_by, promise.settled_at = caller.account_id, tx.now
    promise.note = reason
    return promise
