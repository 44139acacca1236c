"""A household holds its room no more: its monthly charges end. Source: handbook R-07, B-03, B-07."""

from datetime import date, timedelta

from services.billing.domain.days import local_day
from services.billing.domain.errors import PayerNotKnown
from services.billing.domain.recurring import Days, MonthCharged, further_fen, kept_until
from services.billing.models import Charge, CommunityReplica, HouseholdReplica
from services.billing.repository import charges, recurring, replicas
from services.billing.usecases.charge_days import charge_days
from services.billing.usecases.credit_charge import CreditReason, credit_charge
from services.billing.usecases.follow_residents import follow_household
from services.billing.usecases.tell_prepaid import tell_prepaid
from shared.contracts.envelope import CloudEvent
from shared.contracts.residents import HouseholdDeparted
from shared.runtime.unit_of_work import Transaction


async def follow_departure(tx: Transaction, envelope: CloudEvent, departed: HouseholdDeparted) -> None:
    """It pays through the day before it left, whether or not somebody follows.

    One whose departure was told without its day left on the day of the telling. Raises PayerNotKnown, RoomNotKnown,
    NotFound.
    """
    await follow_household(tx, envelope, departed)
    community = await replicas.load_community(tx.session, envelope.community)
    household = await household_held(tx, community, departed.household_id)
    await replicas.lock_household(tx.session, household.id)
    left_on = departed.departed_on or local_day(envelope.time, community.time_zone)
    await end_charging(tx, community, household, left_on)


async def household_held(tx: Transaction, community: CommunityReplica, household_id: str) -> HouseholdReplica:
    """The household, present or not. Raises PayerNotKnown while it has not arrived."""
    found = await replicas.find_household(tx.session, household_id, [community.id])
    if found is None:
        raise PayerNotKnown(f"household {household_id} that left or follows")
    return found


async def end_charging(
    tx: Transaction, community: CommunityReplica, household: HouseholdReplica, left_on: date
) -> None:
    """Charge what is missing through the day before, take back what was charged beyond it. Once: it ends but once.

    The household is locked by the caller.
    """
    last = left_on - timedelta(days=1)
    term = await recurring.enter_term(tx.session, household)
    if term.ends_on is not None:
        return
    term.ends_on = last
    if term.charged_from is None or term.charged_through is None:
        return
    await charge_days(tx, community, household, term, Days(term.charged_from, last))
    prepaid_fen = 0
    for charge in await charges.lock_charged_after(tx.session, household.id, last):
        beyond_fen = await _beyond_fen(tx, charge, last)
        prepaid_fen += credit_charge(tx, community, charge, beyond_fen, CreditReason.LEFT)
    if prepaid_fen:
        await tell_prepaid(tx, household.id, community.id)
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
