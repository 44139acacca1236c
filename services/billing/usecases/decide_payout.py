"""Approve or refuse a payout that another asked for, or take it back. Source: handbook B-07, permissions.md."""

from services.billing.domain.payouts import PAYOUT_LIFE, PayoutAction, PayoutStatus
from services.billing.models import PrepaidPayout
from services.billing.repository import payouts
from shared.kernel.errors import OwnRequest
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def approve_payout(tx: Transaction, caller: Caller, payout_id: str) -> PrepaidPayout:
    """It may be paid. Raises NotFound, Stale, IllegalTransition, OwnRequest."""
    return await _decide(tx, caller, payout_id, PayoutAction.APPROVE)


async def refuse_payout(tx: Transaction, caller: Caller, payout_id: str, reason: str) -> PrepaidPayout:
    """Another may be asked for. Raises NotFound, Stale, IllegalTransition, OwnRequest."""
    payout = await _decide(tx, caller, payout_id, PayoutAction.REFUSE)
    payout.refusal = reason
    return payout


async def withdraw_payout(tx: Transaction, caller: Caller, payout_id: str) -> PrepaidPayout:
    """Not wanted any more, approved or not. Raises NotFound, Stale, IllegalTransition."""
    payout = await payouts.lock_payout(tx.session, payout_id, caller.communities)
    tx.guard(payout)
    payout.status = PAYOUT_LIFE.next(PayoutStatus(payout.status), PayoutAction.WITHDRAW)
    return payout


async def _decide(tx: Transaction, caller: Caller, payout_id: str, action: PayoutAction) -> PrepaidPayout:
    payout = await payouts.lock_payout(tx.session, payout_id, caller.communities)
    tx.guard(payout)
    status = PAYOUT_LIFE.next(PayoutStatus(payout.status), action)
    if payout.requested_by == caller.account_id:
        raise OwnRequest
    payout.status = status
    payout.decided_at = tx.now
    payout.decided_by = caller.account_id
    payout.decided_by_name = (caller.name or caller.account_id)[:100]
    return payout
