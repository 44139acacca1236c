"""Whether the money balances. Source: reliability.md (promise 2), handbook B-05, B-06."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.billing.domain.ledger import MONEY_ACCOUNTS, PaymentMethod
from services.billing.models import Charge, LedgerEntry, LedgerPosting, Payment, PaymentAllocation


async def imbalances(session: AsyncSession) -> list[str]:
    """One sentence for each thing that does not add up in billing's database."""
    return [
        *await _payments(session),
        *await _charges(session),
        *await _receipts(session),
    ]


async def _payments(session: AsyncSession) -> list[str]:
    """Allocations and prepaid part are the payment; the ledger has it once, from its method's account."""
    allocated: Counter[str] = Counter()
    for payment_id, fen in await session.execute(select(PaymentAllocation.payment_id, PaymentAllocation.amount_fen)):
        allocated[payment_id] += fen
    booked = await _booked(session, "payment")
    found = []
    for payment in await session.scalars(select(Payment)):
        money = MONEY_ACCOUNTS[PaymentMethod(payment.method)].value
        if allocated[payment.id] + payment.prepaid_fen != payment.amount_fen:
            found.append(f"payment {payment.id}: {allocated[payment.id]} + {payment.prepaid_fen} prepaid")
        if booked[payment.id] != [Counter({money: payment.amount_fen})]:
            found.append(f"payment {payment.id} of {payment.amount_fen} is booked as {booked[payment.id]}")
    return found


async def _charges(session: AsyncSession) -> list[str]:
    """What is paid and what is owed are the charge; the ledger has it once."""
    paid: Counter[str] = Counter()
    for charge_id, fen in await session.execute(select(PaymentAllocation.charge_id, PaymentAllocation.amount_fen)):
        paid[charge_id] += fen
    booked = await _booked(session, "charge")
    found = []
    for charge in await session.scalars(select(Charge)):
        if paid[charge.id] + charge.outstanding_fen != charge.amount_fen:
            found.append(f"charge {charge.id}: {paid[charge.id]} paid, {charge.outstanding_fen} owed")
        if booked[charge.id] != [Counter({"receivable": charge.amount_fen})]:
            found.append(f"charge {charge.id} of {charge.amount_fen} is booked as {booked[charge.id]}")
    return found


async def _booked(session: AsyncSession, kind: str) -> defaultdict[str, list[Counter[str]]]:
    """Source id → what each of its entries debited, by account; held deposits are no money of the payment."""
    entries: dict[str, tuple[str, Counter[str]]] = {}
    query = (
        select(LedgerEntry.id, LedgerEntry.source_id, LedgerPosting.debit_account, LedgerPosting.amount_fen)
        .join(LedgerPosting, LedgerPosting.entry_id == LedgerEntry.id)
        .where(LedgerEntry.kind == kind, LedgerPosting.debit_account != "deposits_due")
    )
    for entry_id, source_id, account, fen in await session.execute(query):
        entries.setdefault(entry_id, (source_id, Counter()))[1][account] += fen
    found: defaultdict[str, list[Counter[str]]] = defaultdict(list)
    for source_id, debited in entries.values():
        found[source_id].append(debited)
    return found


async def _receipts(session: AsyncSession) -> list[str]:
    """Numbers without a gap and without a double, for each community and year."""
    series: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    query = select(Payment.community_id, Payment.receipt_year, Payment.receipt_serial)
    for community_id, year, serial in await session.execute(query):
        series[community_id, year].append(serial)
    return [
        f"receipts of {year}: {_gaps(serials)}"
        for (_, year), serials in series.items()
        if sorted(serials) != list(range(1, len(serials) + 1))
    ]


def _gaps(serials: Iterable[int]) -> str:
    counted = Counter(serials)
    missing = sorted(set(range(1, max(counted) + 1)) - set(counted))
    return f"{missing} are missing, {[serial for serial, count in counted.items() if count > 1]} are doubled"
