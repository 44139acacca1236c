"""Approve what went beyond the promiser's authority. Source: handbook T-15."""

from services.tickets.promises.domain.errors import NotApprovable, OwnPromise
from services.tickets.promises.domain.promising import PromiseAction, check_due, move
from services.tickets.promises.models import Promise
from services.tickets.promises.usecases.settling import load_for_change
from services.tickets.requests.usecases.advancing import standing_of
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def approve_promise(tx: Transaction, caller: Caller, promise_id: str, note: str | None) -> Promise:
    """By a lead or manager who did not make it, before its time. Raises NotApprovable, OwnPromise, PromisePast."""
    promise = await load_for_change(tx, caller, promise_id)
    if not standing_of(caller).is_lead:
        raise NotApprovable
    if promise.made_by == caller.account_id:
        raise OwnPromise
    move(promise, PromiseAction.APPROVE)
    check_due(promise.due_at, tx.now)
    promise.approved_by, promise.approved_at = caller.account_id, tx.now
    promise.note = note
    return promise
