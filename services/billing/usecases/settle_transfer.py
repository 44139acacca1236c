"""A room changed hands: the running month is split between the households. Source: handbook R-07, B-17; flow 7."""

from services.billing.domain.recurring import Days, month_end
from services.billing.repository import recurring, replicas
from services.billing.usecases.charge_days import charge_days
from services.billing.usecases.end_charging import end_charging, household_held
from shared.contracts.envelope import CloudEvent
from shared.contracts.residents import HouseholdTransferred
from shared.runtime.unit_of_work import Transaction


async def settle_transfer(tx: Transaction, envelope: CloudEvent, transfer: HouseholdTransferred) -> None:
    """The old household pays through the day before, the new one from that day; debts stay where they are.

    The old one's departure is told as well: what is heard first ends its charging. Raises PayerNotKnown while either
    household has not arrived, RoomNotKnown, NotFound.
    """
    community = await replicas.load_community(tx.session, envelope.community)
    old = await household_held(tx, community, transfer.household_id)
    new = await household_held(tx, community, transfer.new_household_id)
    for household_id in sorted({old.id, new.id}):
        await replicas.lock_household(tx.session, household_id)

    first = transfer.transferred_on
    await end_charging(tx, community, old, first)
    term = await recurring.enter_term(tx.session, new)
    await charge_days(tx, community, new, term, Days(first, month_end(first)))
