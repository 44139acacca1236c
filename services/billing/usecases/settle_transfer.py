"""A room changed hands: the running month is split between the households. Source: handbook R-07, B-17; flow 7."""

from datetime import date, timedelta

from services.billing.domain.errors import PayerNotKnown
from services.billing.domain.recurring import Days, MonthCharged, further_fen, kept_until, month_end
from services.billing.models import Charge, CommunityReplica, HouseholdReplica
from services.billing.repository import charges, recurring, replicas
from services.billing.usecases.charge_days import charge_days
from services.billing.usecases.credit_charge import CreditReason, credit_charge
from shared.contracts.envelope import CloudEvent
from shared.contracts.residents import HouseholdTransferred
from shared.runtime.unit_of_work import Transaction


async def settle_transfer(tx: Transaction, envelope: CloudEvent, transfer: HouseholdTransferred) -> None:
    """The old household pays through the day before, the new one from that day; debts stay where they are.

    Raises PayerNotKnown while either household has not arrived, RoomNotKnown, NotFound.
    """
    community = await replicas.load_community(tx.session, envelope.community)
    old = await _household(tx, community, transfer.household_id)
    new = await _household(tx, community, transfer.new_household_id)
    for household_id in sorted({old.id, new.id}):
        await replicas.lock_household(tx.session, household_id)

    await _close(tx, community, old, transfer.transferred_on - timedelta(days=1))
    first = transfer.transferred_on
    term = await recurring.enter_term(tx.session, new)
    await charge_days(tx, community, new, term, Days(first, month_end(first)))


async def _household(tx: Transaction, community: CommunityReplica, household_id: str) -> HouseholdReplica:
    found = await replicas.find_household(tx.session, household_id, [community.id])
    if found is None:
        raise PayerNotKnown(f"household {household_id} of a transfer")
    return found


async def _close(tx: Transaction, community: CommunityReplica, household: HouseholdReplica, last: date) -> None:
    """Charge what is missing through the last day, take back what was charged beyond it. Once: it ends but once."""
    term = await recurring.enter_term(tx.session, household)
    if term.ends_on is not None:
        return
    term.ends_on = last
    if term.charged_from is None or term.charged_through is None:
        return
    await charge_days(tx, community, household, term, Days(term.charged_from, last))
    for charge in await charges.lock_charged_after(tx.session, household.id, last):
        credit_charge(tx, community, charge, await _beyond_fen(tx, charge, last), CreditReason.TRANSFERRED)
    term.charged_from, term.charged_through = _kept(term.charged_from, min(term.charged_through, last))


def _kept(first: date, last: date) -> tuple[date | None, date | None]:
    return (first, last) if first <= last else (None, None)


async def _beyond_fen(tx: Transaction, charge: Charge, last: date) -> int:
    """What of the charge is for days after the last; the days that remain cost what they would have cost alone."""
    if charge.charged_from is None or charge.charged_until is None or charge.unit_price_fen is None:
        return 0
    days = kept_until(Days(charge.charged_from, charge.charged_until), last)
    if not days.count:
        return charge.amount_fen - charge.credited_fen
    month = MonthCharged(days, charge.unit_price_fen, charge.area_dm2)
    kept_fen = further_fen(month, await charges.days_before_in_month(tx.session, charge))
    return charge.amount_fen - charge.credited_fen - kept_fen
