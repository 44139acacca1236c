"""Approve or refuse a refund that another asked for. Source: handbook B-07, permissions.md."""

from services.billing.domain.deposits import DEPOSIT_LIFE, DepositAction, DepositStatus
from services.billing.models import Deposit
from services.billing.repository import deposits
from shared.kernel.errors import OwnRequest
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def approve_refund(tx: Transaction, caller: Caller, deposit_id: str) -> Deposit:
    """It may be paid out. Raises NotFound, Stale, IllegalTransition, OwnRequest."""
    return await _decide(tx, caller, deposit_id, DepositAction.APPROVE)


async def refuse_refund(tx: Transaction, caller: Caller, deposit_id: str, reason: str) -> Deposit:
    """It may be asked for anew. Raises NotFound, Stale, IllegalTransition, OwnRequest."""
    deposit = await _decide(tx, caller, deposit_id, DepositAction.REFUSE)
    deposit.refusal = reason
    return deposit


async def _decide(tx: Transaction, caller: Caller, deposit_id: str, action: DepositAction) -> Deposit:
    deposit = await deposits.lock_deposit(tx.session, deposit_id, caller.communities)
    tx.guard(deposit)
    status = DEPOSIT_LIFE.next(DepositStatus(deposit.status), action)
    if deposit.requested_by == caller.account_id:
        raise OwnRequest
    deposit.status = status
    deposit.decided_at = tx.now
    deposit.decided_by = caller.account_id
    deposit.decided_by_name = (caller.name or caller.account_id)[:100]
    return deposit
