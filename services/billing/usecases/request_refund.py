"""Ask for a released deposit to be paid back. Source: handbook B-07, B-09."""

from services.billing.domain.deposits import DEPOSIT_LIFE, DepositAction, DepositStatus
from services.billing.models import Deposit
from services.billing.repository import deposits
from services.billing.schemas.deposits import RefundRequest
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def request_refund(tx: Transaction, caller: Caller, deposit_id: str, request: RefundRequest) -> Deposit:
    """All that is left of it, to whom paid unless another is named. Raises NotFound, Stale, IllegalTransition."""
    deposit = await deposits.lock_deposit(tx.session, deposit_id, caller.communities)
    tx.guard(deposit)
    deposit.status = DEPOSIT_LIFE.next(DepositStatus(deposit.status), DepositAction.REQUEST)
    deposit.requested_at = tx.now
    deposit.requested_by = caller.account_id
    deposit.reason = request.reason
    deposit.payee_name = request.payee_name or deposit.payer_name
    deposit.decided_at = deposit.decided_by = deposit.decided_by_name = deposit.refusal = None
    return deposit
