"""A household as its events carry it: no personal number in clear."""

from typing import Any

from services.residents.confidential import ContactSealer
from services.residents.households.domain.membership import contact_points
from services.residents.households.models import Household, HouseholdMember, Reveal
from services.residents.versions import upcoming_version
from shared.contracts.residents import HouseholdContactsChanged, PersonRevealed
from shared.runtime.tables import AggregateRow
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


def tell_reveal(tx: Transaction, reveal: Reveal) -> None:
    """For the gateway's audit log (R-04). A reveal happens once: its events are numbered without a row of their own.

    Numbered with the person's events it would make a new version of the person, and two reveals at once a conflict.
    """
    occurrence = AggregateRow()
    occurrence.id, occurrence.community_id, occurrence.event_sequence = reveal.id, reveal.community_id, 0
    tx.publish(
        occurrence,
        PersonRevealed(
            reveal_id=reveal.id,
            person_id=reveal.person_id,
            account_id=reveal.account_id,
            fields=reveal.fields,
            revealed_at=reveal.at,
        ),
    )
