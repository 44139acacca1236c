"""Learn that a household has left its room, and take from it what it had. Source: handbook R-07; flow 7."""

from services.access.models import HouseholdLeft
from services.access.repository import replicas
from services.access.usecases.follow_residents import follow_household
from services.access.usecases.take_from_household import take_from_household
from shared.contracts.envelope import CloudEvent
from shared.contracts.residents import HouseholdDeparted, HouseholdTransferred
from shared.runtime.unit_of_work import Transaction


async def follow_departure(tx: Transaction, envelope: CloudEvent, household: HouseholdDeparted) -> None:
    """It left, whoever comes after it."""
    await follow_household(tx, envelope, household)
    await _leave(tx, envelope.community, household.household_id)


async def follow_transfer(tx: Transaction, envelope: CloudEvent, transfer: HouseholdTransferred) -> None:
    """The room changed hands; the new household gets its own by its move-in."""
    await _leave(tx, envelope.community, transfer.household_id)


async def _leave(tx: Transaction, community_id: str, household_id: str) -> None:
    """On record first: a move-in that is heard of later gives it nothing."""
    await replicas.enter_once(tx.session, HouseholdLeft, id=household_id, community_id=community_id, left_at=tx.now)
    await replicas.lock_household(tx.session, household_id, community_id)
    await take_from_household(tx, household_id)
