"""Keep the replicas of communities, households and their sealed contact points."""

from services.notifications.models import CommunityReplica, HouseholdReplica, SealedContacts
from shared.contracts.envelope import CloudEvent
from shared.contracts.residents import (
    CommunityChanged,
    HouseholdChanged,
    HouseholdContactsChanged,
    HouseholdDeparted,
    HouseholdRegistered,
)
from shared.runtime.replicas import keep_newest
from shared.runtime.unit_of_work import Transaction


async def follow_community(tx: Transaction, _envelope: CloudEvent, community: CommunityChanged) -> None:
    """A community as it now is."""
    await keep_newest(
        tx.session,
        CommunityReplica,
        id=community.community_id,
        time_zone=community.time_zone,
        version=community.version,
    )


async def follow_household(
    tx: Transaction, envelope: CloudEvent, household: HouseholdRegistered | HouseholdChanged | HouseholdDeparted
) -> None:
    """A household as it now is."""
    await keep_newest(
        tx.session,
        HouseholdReplica,
        id=household.household_id,
        community_id=envelope.community,
        room_id=household.room_id,
        room_code=household.room_code,
        members=[member.model_dump(mode="json") for member in household.members],
        payer_id=household.payer_id,
        is_present=not isinstance(household, HouseholdDeparted),
        version=household.version,
    )


async def follow_contacts(tx: Transaction, envelope: CloudEvent, contacts: HouseholdContactsChanged) -> None:
    """Kept sealed, as they came."""
    await keep_newest(
        tx.session,
        SealedContacts,
        id=contacts.household_id,
        community_id=envelope.community,
        sealed=contacts.contacts_jwe,
        version=contacts.version,
    )
