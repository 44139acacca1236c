"""Take a payment: allocate it, book it, give it the next receipt number. Source: handbook B-05, B-06; flow 1."""

from collections.abc import Sequence

from services.billing.domain.allocation import Allocation, Debt, allocate
from services.billing.domain.days import local_day
from services.billing.domain.errors import (
    ChargeAlreadyPaid,
    ChargeOfAnotherHousehold,
    MoreThanOwed,
    PrepaidTooLow,
    TransactionReused,
)
from services.billing.domain.ledger import EntryKind, PaymentMethod, Settled, post_payment
from services.billing.domain.receipts import receipt_number
from services.billing.domain.tariff import Nature
from services.billing.models import (
    Charge,
    CommunityReplica,
    HouseholdReplica,
    LedgerEntry,
    Payment,
    PaymentAllocation,
)
from services.billing.repository import charges, ledger, numbers, payments, replicas
from services.billing.schemas.payments import PaymentTaking
from services.billing.usecases.find_payer import find_payer
from services.billing.usecases.hold_deposits import hold_deposits
from services.billing.usecases.tell_prepaid import tell_prepaid
from services.billing.usecases.telling import payment_state
from shared.contracts.billing import PaymentReceived
from shared.kernel.errors import NotFound
from shared.kernel.ids import new_id
from shared.kernel.money import yuan
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def take_payment(tx: Transaction, caller: Caller, taking: PaymentTaking) -> Payment:
    """The payment with its receipt; for an external transaction that was posted before, the first payment.

    Raises NotFound, UnknownRoom, NoHouseholdInRoom, ChargeOfAnotherHousehold, ChargeAlreadyPaid,
    TransactionReused, PrepaidTooLow, MoreThanOwed.
    """
    household = await find_payer(tx.session, caller, taking)
    community = await replicas.load_community(tx.session, household.community_id)
    await replicas.lock_household(tx.session, household.id)
    first = await _posted_before(tx, household, taking)
    if first is not None:
        return first
    owed = await charges.lock_open_charges(tx.session, household.id)
    await _check_designated(tx, household, owed, taking.charge_ids)

    debts = [Debt(charge.id, charge.due_on, charge.outstanding_fen) for charge in owed]
    allocation = allocate(taking.amount_fen, debts, taking.charge_ids)
    if taking.method is PaymentMethod.PREPAID:
        await _check_prepaid(tx, household, taking.amount_fen, allocation)

    payment = _payment(tx, caller, community, household, taking)
    payment.prepaid_fen = allocation.prepaid_fen
    settled = _settle(owed, allocation, payment)
    _book(tx, payment, settled)
    await hold_deposits(tx, payment)
    if payment.prepaid_fen or taking.method is PaymentMethod.PREPAID:
        await tell_prepaid(tx, household.id, community.id)
    await _number(tx, community, payment)
    tx.session.add(payment)

    tx.publish(payment, PaymentReceived(**payment_state(payment)))
    return payment


async def _posted_before(tx: Transaction, household: HouseholdReplica, taking: PaymentTaking) -> Payment | None:
    """The payment that this external transaction is already (B-06). Raises TransactionReused for other content.

    Read under the household's lock, so of twenty posts at once nineteen find the first.
    """
    if taking.external_transaction is None:
        return None
    first = await payments.find_by_transaction(tx.session, household.community_id, taking.external_transaction)
    if first is None:
        return None
    if (first.household_id, first.method, first.amount_fen) != (household.id, taking.method, taking.amount_fen):
        raise TransactionReused(
            pointer="/external_transaction",
            transaction=taking.external_transaction,
            receipt_number=first.receipt_number,
        )
    return first


async def _check_designated(
    tx: Transaction, household: HouseholdReplica, owed: Sequence[Charge], designated: Sequence[str]
) -> None:
    """Raises NotFound, ChargeOfAnotherHousehold, ChargeAlreadyPaid."""
    open_ids = {charge.id for charge in owed}
    strange = [charge_id for charge_id in designated if charge_id not in open_ids]
    if not strange:
        return
    found = await charges.find_charges(tx.session, household.community_id, strange)
    by_id = {charge.id: charge for charge in found}
    for charge_id in strange:
        pointer = f"/charge_ids/{designated.index(charge_id)}"
        charge = by_id.get(charge_id)
        if charge is None:
            raise NotFound(pointer=pointer, what="charge")
        if charge.household_id != household.id:
            raise ChargeOfAnotherHousehold(pointer=pointer, number=charge.number)
        raise ChargeAlreadyPaid(pointer=pointer, number=charge.number)


async def _check_prepaid(tx: Transaction, household: HouseholdReplica, amount_fen: int, allocation: Allocation) -> None:
    """Raises PrepaidTooLow, MoreThanOwed."""
    balance = await ledger.household_balance(tx.session, household.id)
    if balance.prepaid_fen < amount_fen:
        raise PrepaidTooLow(pointer="/amount_fen", balance=yuan(balance.prepaid_fen))
    if allocation.prepaid_fen:
        raise MoreThanOwed(pointer="/amount_fen", owed=yuan(amount_fen - allocation.prepaid_fen))


def _payment(
    tx: Transaction,
    caller: Caller,
    community: CommunityReplica,
    household: HouseholdReplica,
    taking: PaymentTaking,
) -> Payment:
    return Payment(
        id=new_id(),
        community_id=community.id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        household_id=household.id,
        room_id=household.room_id,
        room_code=household.room_code,
        payer_name=household.payer_name,
        method=taking.method,
        amount_fen=taking.amount_fen,
        external_transaction=taking.external_transaction,
        received_at=tx.now,
        received_on=local_day(tx.now, community.time_zone),
        received_by=caller.account_id,
        received_by_name=(caller.name or caller.account_id)[:100],
        allocations=[],
    )


def _settle(owed: Sequence[Charge], allocation: Allocation, payment: Payment) -> list[Settled]:
    """Lower what the charges owe; each part becomes a line of the payment."""
    by_id = {charge.id: charge for charge in owed}
    settled = []
    for line, part in enumerate(allocation.parts, 1):
        charge = by_id[part.charge_id]
        charge.outstanding_fen = part.outstanding_fen
        payment.allocations.append(
            PaymentAllocation(
                line=line, charge=charge, amount_fen=part.amount_fen, outstanding_fen=part.outstanding_fen
            )
        )
        settled.append(Settled(charge.id, charge.item, Nature(charge.nature), part.amount_fen))
    return settled


def _book(tx: Transaction, payment: Payment, settled: Sequence[Settled]) -> None:
    entry = LedgerEntry(
        id=new_id(),
        community_id=payment.community_id,
        household_id=payment.household_id,
        kind=EntryKind.PAYMENT,
        source_id=payment.id,
        day=payment.received_on,
        posted_at=tx.now,
        posted_by=payment.received_by,
    )
    postings = post_payment(PaymentMethod(payment.method), settled, payment.prepaid_fen)
    ledger.add_entry(tx.session, entry, postings)


async def _number(tx: Transaction, community: CommunityReplica, payment: Payment) -> None:
    """The next number of the community's year. Last, because the series is locked from here to the commit."""
    await tx.session.flush()
    year = payment.received_on.year
    (serial,) = await numbers.take_numbers(tx.session, community.id, "receipt", str(year))
    payment.receipt_year = year
    payment.receipt_serial = serial
    payment.receipt_number = receipt_number(community.code, year, serial)
