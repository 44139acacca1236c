"""Ask for a prepaid balance to be paid out. Source: handbook B-06, B-07, R-07."""

from services.billing.domain.errors import PayoutOpen, PrepaidTooLow
from services.billing.domain.payouts import PayoutStatus
from services.billing.models import PrepaidPayout
from services.billing.repository import ledger, payouts, replicas
from services.billing.schemas.payouts import PayoutRequest
from shared.kernel.errors import NotFound
from shared.kernel.ids import new_id
from shared.kernel.money import yuan
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def request_payout(tx: Transaction, caller: Caller, request: PayoutRequest) -> PrepaidPayout:
    """All that is left, or the amount named; what the household owes is set beside it for who approves.

    Raises NotFound, PayoutOpen, PrepaidTooLow.
    """
    household = await replicas.find_household(tx.session, request.household_id, caller.communities)
    if household is None:
        raise NotFound(pointer="/household_id", what="household")
    await replicas.lock_household(tx.session, household.id)
    if await payouts.is_one_open(tx.session, household.id):
        raise PayoutOpen
    balance = await ledger.household_balance(tx.session, household.id)
    amount_fen = request.amount_fen or balance.prepaid_fen
    if not 0 < amount_fen <= balance.prepaid_fen:
        raise PrepaidTooLow(pointer="/amount_fen", balance=yuan(balance.prepaid_fen))

    payout = PrepaidPayout(
        id=new_id(),
        community_id=household.community_id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        household_id=household.id,
        room_id=household.room_id,
        room_code=household.room_code,
        payer_name=household.payer_name,
        status=PayoutStatus.REQUESTED.value,
        amount_fen=amount_fen,
        owed_fen=balance.closing_fen,
        requested_by=caller.account_id,
        reason=request.reason,
        payee_name=request.payee_name or household.payer_name,
    )
    tx.session.add(payout)
    return payout
