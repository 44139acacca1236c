"""Pay an approved refund out against the receipt, with the next voucher number. Source: handbook B-05, B-07, B-09."""

from datetime import date

from services.billing.domain.days import local_day
from services.billing.domain.deposits import DEPOSIT_LIFE, DepositAction, DepositStatus
from services.billing.domain.errors import ReceiptOfAnotherPayment
from services.billing.domain.ledger import EntryKind, PaymentMethod, post_refund
from services.billing.domain.receipts import voucher_number
from services.billing.models import Deposit, LedgerEntry
from services.billing.repository import deposits, ledger, numbers, payments, replicas
from services.billing.schemas.deposits import RefundPayment
from services.billing.usecases.telling import refund_state
from shared.contracts.billing import DepositRefunded
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def pay_refund(tx: Transaction, caller: Caller, deposit_id: str, payment: RefundPayment) -> Deposit:
    """The refunded deposit. Raises NotFound, Stale, IllegalTransition, ReceiptOfAnotherPayment."""
    deposit = await deposits.lock_deposit(tx.session, deposit_id, caller.communities)
    tx.guard(deposit)
    community = await replicas.load_community(tx.session, deposit.community_id)
    status = DEPOSIT_LIFE.next(DepositStatus(deposit.status), DepositAction.PAY)
    if payment.receipt_number not in await payments.receipts_of(tx.session, deposit.charge_id):
        raise ReceiptOfAnotherPayment(pointer="/receipt_number", receipt_number=payment.receipt_number)

    day = local_day(tx.now, community.time_zone)
    (serial,) = await numbers.take_numbers(tx.session, community.id, "refund", str(day.year))
    deposit.status = status
    deposit.refunded_fen = deposit.refundable_fen
    deposit.method = payment.method
    deposit.external_transaction = payment.external_transaction
    deposit.receipt_number = payment.receipt_number
    deposit.refunded_at, deposit.refunded_on = tx.now, day
    deposit.refunded_by = caller.account_id
    deposit.refunded_by_name = (caller.name or caller.account_id)[:100]
    deposit.voucher_year, deposit.voucher_serial = day.year, serial
    deposit.voucher_number = voucher_number(community.code, day.year, serial)
    _book(tx, deposit, day)

    tx.publish(deposit, DepositRefunded(**refund_state(deposit, at=tx.now, version=deposit.version + 1)))
    return deposit


def _book(tx: Transaction, deposit: Deposit, day: date) -> None:
    entry = LedgerEntry(
        id=new_id(),
        community_id=deposit.community_id,
        household_id=deposit.household_id,
        kind=EntryKind.REFUND,
        source_id=deposit.id,
        day=day,
        posted_at=tx.now,
        posted_by=deposit.refunded_by,
    )
    method = PaymentMethod(str(deposit.method))
    ledger.add_entry(tx.session, entry, [post_refund(method, deposit.charge_id, deposit.item, deposit.refunded_fen)])
