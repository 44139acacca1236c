"""What access tells of a household's keys, cards and passes. Source: handbook R-07, A-21, A-31."""

from services.residents.transfers.models import HouseholdKey, HouseholdPass
from shared.contracts.access import KeyMoved, PassExpired, PassIssued, PassLost, PassReturned, PassSuspended
from shared.contracts.envelope import CloudEvent
from shared.runtime.replicas import keep_newest
from shared.runtime.unit_of_work import Transaction

Card = PassIssued | PassSuspended | PassReturned | PassExpired | PassLost


async def follow_key(tx: Transaction, envelope: CloudEvent, key: KeyMoved) -> None:
    """Where it is now."""
    await keep_newest(
        tx.session,
        HouseholdKey,
        id=key.key_id,
        community_id=envelope.community,
        household_id=key.household_id,
        tag=key.tag,
        status=key.status,
        version=key.version,
    )


async def follow_pass(tx: Transaction, envelope: CloudEvent, card: Card) -> None:
    """How it stands now."""
    await keep_newest(
        tx.session,
        HouseholdPass,
        id=card.pass_id,
        community_id=envelope.community,
        household_id=card.household_id,
        number=card.number,
        kind=card.kind,
        status=card.status,
        version=card.version,
    )
