"""Do what was promised. Source: handbook T-27."""

from services.tickets.promises.domain.promising import PromiseAction, move
from services.tickets.promises.models import Promise
from services.tickets.promises.usecases.settling import check_owner, load_for_change
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def keep_promise(tx: Transaction, caller: Caller, promise_id: str, note: str | None) -> Promise:
    """Late is kept too, and stays counted as broken. Raises NotThePromiser, IllegalTransition."""
    promise = await load_for_change(tx, caller, promise_id)
    check_owner(caller, promise)
    move(promise, PromiseAction.KEEP)
    promise.settled_by, promise.settled_at = caller.account_id, tx.now
    promise.note = note or promise.note
    return promise
