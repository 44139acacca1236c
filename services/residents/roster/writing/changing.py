"""Rooms and households that are there already: what of them an import changes, or an undo changes back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.residents.households.models import Household, Person
from services.residents.premises.models import Room
from services.residents.roster.domain.comparing import Change
from services.residents.roster.domain.entries import Somebody
from services.residents.roster.domain.leaves import CheckedRow
from services.residents.roster.writing.batch import HOUSEHOLDS, PERSONS, ROOMS, Batch, told_member
from shared.contracts.residents import HouseholdChanged

_NOBODY: frozenset[str] = frozenset()


def change_room(batch: Batch, room: Room, content: Mapping[str, Any]) -> int | None:
    """The version after; None when nothing changes. `room` is locked and stays as it was read."""
    if not content:
        return None
    version, sequence = room.version + 1, room.event_sequence + 1
    batch.change(ROOMS, room.id, version=version, event_sequence=sequence, **content)
    told = ("area_dm2", "kind", "occupancy", "hand_over")
    now: dict[str, Any] = {name: getattr(room, name) for name in told} | dict(content)
    batch.tell_room(
        room.id, sequence, version, code=room.code, building=room.building, area_dm2=now["area_dm2"], kind=now["kind"],
        occupancy=now["occupancy"], hand_over=now["hand_over"],
    )  # fmt: skip
    return version


def room_content(changes: Iterable[Change], *, back: bool = False) -> dict[str, Any]:
    """Of a row's changes those of the room, as columns; `back`: as they were before."""
    return {change.field: change.before if back else change.after for change in changes if not change.subject}


@dataclass(slots=True)
class People:
    """Changes of persons and households in one batch, told once for each household at its end."""

    changed: dict[str, dict[str, Any]] = field(default_factory=dict)
    joined: dict[str, list[tuple[str, Somebody]]] = field(default_factory=dict)
    left: dict[str, frozenset[str]] = field(default_factory=dict)

    def would_clash(self, changes: Sequence[Change]) -> bool:
        """Whether another row of the batch wants the same field of the same person otherwise."""
        return any(
            self.changed.get(change.subject, {}).get(change.field, change.after) != change.after
            for change in changes
            if change.subject and change.field == "phone"
        )

    def change(self, batch: Batch, persons: Mapping[str, Person], row: CheckedRow) -> dict[str, int]:
        """Person id → version after."""
        versions = {}
        for change in row.changes:
            if not change.subject:
                continue
            person = persons[change.subject]
            content = self.changed.setdefault(person.id, {"version": person.version + 1})
            if change.field == "id_number":
                sealed = batch.confidential.cipher.seal(change.after, row_id=person.id)
                content |= {
                    "id_number_key": sealed.key_id,
                    "id_number_sealed": sealed.text,
                    "id_number_index": sealed.index,
                }
            else:
                content[change.field] = change.after
            versions[person.id] = person.version + 1
        return versions

    def join(self, batch: Batch, household: Household, row: CheckedRow) -> list[str]:
        """Ids of the persons who joined."""
        added: list[str] = []
        for somebody in [row.entry.people[position] for position in row.added] if row.entry else []:
            position = max((member.position for member in household.members), default=-1) + 1 + len(added)
            person_id = batch.member(household.id, somebody, position=position, since=batch.today)
            self.joined.setdefault(household.id, []).append((person_id, somebody))
            added.append(person_id)
        return added

    def write(self, batch: Batch, households: Iterable[Household]) -> None:
        """The persons' rows; each household that they are in, with its events."""
        for person_id, content in self.changed.items():
            batch.change(PERSONS, person_id, **content)
        for household in households:
            self._write_household(batch, household)

    def _write_household(self, batch: Batch, household: Household) -> None:
        joined, left = self.joined.get(household.id, []), self.left.get(household.id, _NOBODY)
        staying = [member for member in household.present_members if member.person_id not in left]
        has_new_phone = any("phone" in self.changed.get(member.person_id, {}) for member in staying)
        if not (joined or left or has_new_phone) or household.departed_on is not None:
            return
        version, sequence = household.version + 1, household.event_sequence
        people = [
            (member.person, self.changed.get(member.person_id, {}).get("phone", member.person.phone))
            for member in staying
        ]
        if joined or left:
            sequence += 1
            batch.telling.tell(HouseholdChanged, household.id, sequence, self._state(household, staying, version))
        contacts = [(person.id, person.channels, phone, person.email) for person, phone in people]
        contacts += [(person_id, ["sms"] if one.phone else [], one.phone, None) for person_id, one in joined]
        content: dict[str, Any] = {"version": version}
        if (sealed := batch.sealed_contacts(household.id, contacts)) is not None:
            sequence += 1
            told = household.contacts_version + 1
            batch.tell_contacts(household.id, sequence, sealed, told)
            content |= {
                "contacts_jwe": sealed,
                "contacts_key": batch.confidential.sealer.key_id,
                "contacts_version": told,
            }
        batch.change(HOUSEHOLDS, household.id, event_sequence=sequence, **content)

    def _state(self, household: Household, staying: Sequence[Any], version: int) -> dict[str, Any]:
        members = [
            told_member(
                member.person_id,
                member.role,
                member.person.display_name,
                member.person.channels,
                member.person.language,
            )
            for member in staying
        ]
        members += [
            told_member(person_id, one.role, one.name, ["sms"] if one.phone else [])
            for person_id, one in self.joined.get(household.id, [])
        ]
        return {
            "household_id": household.id,
            "room_id": household.room_id,
            "room_code": household.room_code,
            "members": members,
            "payer_id": household.payer_id,
            "version": version,
        }
