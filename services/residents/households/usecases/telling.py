"""A household as its events carry it: no personal number in clear."""

from typing import Any

from services.residents.confidential import ContactSealer
from services.residents.households.domain.membership import contact_points
from services.residents.households.models import Household, HouseholdMember
from services.residents.versions import upcoming_version
from shared.contracts.residents import HouseholdContactsChanged
from shared.runtime.unit_of_work import Transaction


def state_of(household: Household, version: int | None = None) -> dict[str, Any]:
    """The fields that every `household.*` event has; `version` for a state that is not about to change."""
    return {
        "household_id": household.id,
        "room_id": household.room_id,
        "room_code": household.room_code,
        "members": [_member(member) for member in household.present_members],
        "payer_id": household.payer_id,
        "version": version or upcoming_version(household),
    }


def _member(member: HouseholdMember) -> dict[str, Any]:
    person = member.person
    return {
        "person_id": person.id,
        "role": member.role,
        "display_name": person.display_name,
        "language": person.language,
        "channels": person.channels,
    }


def tell_contacts(tx: Transaction, household: Household, sealer: ContactSealer) -> None:
    """Tell the contact points, sealed for the notifications service; a departed household has none.

    What was told is kept, so that a lost replica can be filled again. Without a key nothing is told; once there is
    one, the job `tell_contacts` catches up.
    """
    contacts = [
        {"person_id": point.person_id, "channel": point.channel.value, "address": point.address, "consent": True}
        for member in (household.present_members if household.departed_on is None else [])
        for point in contact_points(
            member.person.id,
            channels=member.person.channels,
            phone=member.person.phone,
            email=member.person.email,
        )
    ]
    sealed = sealer.seal({"household_id": household.id, "contacts": contacts})
    if sealed is None:
        return
    household.contacts_jwe = sealed
    household.contacts_key = sealer.key_id
    household.contacts_version += 1
    tx.publish(
        household,
        HouseholdContactsChanged(household_id=household.id, contacts_jwe=sealed, version=household.contacts_version),
    )
