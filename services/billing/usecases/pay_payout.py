"""Pay an approved payout, with the next voucher number. Source: handbook B-05, B-06, B-07, R-07."""

from datetime import date

from services.billing.domain.days import local_day
from services.billing.domain.errors import PrepaidUsed
from services.billing.domain.ledger import EntryKind, PaymentMethod, post_payout
from services.billing.domain.payouts import PAYOUT_LIFE, PayoutAction, PayoutStatus
from services.billing.domain.receipts import payout_number
from services.billing.models import LedgerEntry, PrepaidPayout
from services.billing.repository import ledger, numbers, payouts, prepaid, replicas
from services.billing.schemas.payouts import PayoutPayment
from services.billing.usecases.tell_prepaid import tell_prepaid
from shared.contracts.billing import PrepaidRefunded
from shared.kernel.ids import new_id
from shared.kernel.money import yuan
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def pay_payout(tx: Transaction, caller: Caller, payout_id: str, payment: PayoutPayment) -> PrepaidPayout:
    """To the fen, and never more than is there now. Raises NotFound, Stale, IllegalTransition, PrepaidUsed."""
    payout = await payouts.lock_payout(tx.session, payout_id, caller.communities)
    tx.guard(payout)
    community = await replicas.load_community(tx.session, payout.community_id)
    status = PAYOUT_LIFE.next(PayoutStatus(payout.status), PayoutAction.PAY)
    balance_fen = await prepaid.prepaid_fen(tx.session, payout.household_id)
    if balance_fen < payout.amount_fen:
        raise PrepaidUsed(balance=yuan(balance_fen))

    day = local_day(tx.now, community.time_zone)
    payout.status = status
    payout.method = payment.method
    payout.external_transaction = payment.external_transaction
    payout.paid_at, payout.paid_on = tx.now, day
    payout.paid_by = caller.account_id
    payout.paid_by_name = (caller.name or caller.account_id)[:100]
    _book(tx, payout, day)
    await tell_prepaid(tx, payout.household_id, payout.community_id)
    (serial,) = await numbers.take_numbers(tx.session, community.id, "payout", str(day.year))
    payout.voucher_year, payout.voucher_serial = day.year, serial
    payout.voucher_number = payout_number(community.code, day.year, serial)

    tx.publish(payout, _told(payout, payout.voucher_number))
    return payout


def _book(tx: Transaction, payout: PrepaidPayout, day: date) -> None:
    entry = LedgerEntry(
        id=new_id(),
        community_id=payout.community_id,
        household_id=payout.household_id,
        kind=EntryKind.PAYOUT,
        source_id=payout.id,
        day=day,
        posted_at=tx.now,
        posted_by=payout.paid_by,
    )
    ledger.add_entry(tx.session, entry, [post_payout(PaymentMethod(str(payout.method)), payout.amount_fen)])


def _told(payout: PrepaidPayout, voucher: str) -> PrepaidRefunded:
    return PrepaidRefunded(
        payout_id=payout.id,
        household_id=payout.household_id,
        room_id=payout.room_id,
        room_code=payout.room_code,
        amount_fen=payout.amount_fen,
        voucher_number=voucher,
        refunded_at=payout.paid_at or payout.created_at,
        version=payout.version + 1,
    )
