"""Steps that every change of a promise shares."""

from services.tickets.promises import repository as promises
from services.tickets.promises.domain.errors import NotThePromiser
from services.tickets.promises.models import Promise
from services.tickets.promises.usecases.telling import tell_time
from services.tickets.requests.usecases.advancing import standing_of
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def load_for_change(tx: Transaction, caller: Caller, promise_id: str) -> Promise:
    """The promise, locked, with what time has done to it told first. Raises NotFound, Stale."""
    promise = await promises.load_promise(
        tx.session, promise_id, caller.communities, standing_of(caller), for_change=True
    )
    tx.guard(promise)
    tell_time(tx, promise)
    return promise


def check_owner(caller: Caller, promise: Promise) -> None:
    """Raises NotThePromiser."""
    if promise.owner_id != caller.account_id and not standing_of(caller).is_lead:
        raise NotThePromiser
