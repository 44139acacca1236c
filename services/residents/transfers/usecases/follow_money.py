"""What billing tells of a household's charges, deposits and prepaid balance. Source: handbook R-07, B-06, B-09.

The events come in any order and more than once: what a charge owes only goes down, each payment and each refund
counts once by its own id.
"""

from services.residents.transfers.domain.money import is_deposit, lower
from services.residents.transfers.models import HouseholdBalance, HouseholdCharge
from services.residents.transfers.repository import facts
from shared.contracts.billing import ChargePosted, ChargeReversed, DepositRefunded, PaymentReceived, PrepaidChanged
from shared.contracts.common import Cause
from shared.contracts.envelope import CloudEvent
from shared.runtime.replicas import keep_newest
from shared.runtime.unit_of_work import Transaction

_FROM_PREPAID = "prepaid"


async def replicate_posted(tx: Transaction, envelope: CloudEvent, charge: ChargePosted) -> None:
    """What it costs and what is owed of it; told again later, with what was paid by then."""
    row = await _held(tx, envelope, charge.charge_id, charge.household_id, charge.cause)
    row.amount_fen = charge.amount_fen
    row.outstanding_fen = lower(row.outstanding_fen, charge.outstanding_fen)
    row.is_paid = row.is_paid or charge.outstanding_fen < charge.amount_fen


async def replicate_reversed(tx: Transaction, envelope: CloudEvent, charge: ChargeReversed) -> None:
    """Wholly or in part: what is still owed is told."""
    row = await _held(tx, envelope, charge.charge_id, charge.household_id, charge.cause)
    row.outstanding_fen = lower(row.outstanding_fen, charge.outstanding_fen)


async def replicate_payment(tx: Transaction, envelope: CloudEvent, payment: PaymentReceived) -> None:
    """What each charge still owes, and what became or was prepaid."""
    for part in sorted(payment.allocations, key=lambda part: part.charge_id):
        row = await _held(tx, envelope, part.charge_id, payment.household_id, part.cause)
        row.outstanding_fen = lower(row.outstanding_fen, part.outstanding_fen)
        row.is_paid = True
    used_fen = payment.amount_fen if payment.method == _FROM_PREPAID else 0
    if change_fen := payment.prepaid_fen - used_fen:
        await facts.enter_prepaid(
            tx.session,
            payment_id=payment.payment_id,
            community_id=envelope.community,
            household_id=payment.household_id,
            change_fen=change_fen,
        )


async def replicate_refund(tx: Transaction, envelope: CloudEvent, refund: DepositRefunded) -> None:
    """The deposit is settled, whatever was kept of it."""
    await facts.enter_refund(
        tx.session,
        deposit_id=refund.deposit_id,
        community_id=envelope.community,
        household_id=refund.household_id,
        item=refund.cause.item,
        cause_kind=refund.cause.kind,
        cause_id=refund.cause.id,
    )


async def replicate_balance(tx: Transaction, envelope: CloudEvent, account: PrepaidChanged) -> None:
    """The newest counts, in whatever order it is told."""
    await keep_newest(
        tx.session,
        HouseholdBalance,
        id=account.household_id,
        community_id=envelope.community,
        balance_fen=account.balance_fen,
        version=account.version,
    )


async def _held(
    tx: Transaction, envelope: CloudEvent, charge_id: str, household_id: str, cause: Cause
) -> HouseholdCharge:
    return await facts.hold_charge(
        tx.session,
        charge_id,
        household_id=household_id,
        community_id=envelope.community,
        cause=cause,
        is_deposit=is_deposit(cause.item),
    )
