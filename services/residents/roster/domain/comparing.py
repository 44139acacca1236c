"""What an entry would change of the register as it is. Source: handbook R-08.

Silence says nothing: a room without people in the sheet keeps its household, a member whom the sheet does not name
stays. A holder is never replaced: that is a change of holder (R-07).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.residents.premises.domain.kinds import HandOver, Occupancy, RoomKind
from services.residents.roster.domain.entries import Entry, Plain, Somebody
from services.residents.roster.domain.faults import Fault, FaultCode
from services.residents.roster.domain.lifecycle import RowKind

HOLDERS = ("owner", "tenant")


@dataclass(frozen=True, slots=True)
class PersonNow:
    """A present member as the register has them."""

    person_id: str
    version: int
    role: str
    name: str
    phone: str | None
    id_number_index: str | None


@dataclass(frozen=True, slots=True)
class HouseholdNow:
    """Who holds the room."""

    household_id: str
    version: int
    people: Sequence[PersonNow]


@dataclass(frozen=True, slots=True)
class RoomNow:
    """The room, and its household if it has one."""

    room_id: str
    version: int
    area_dm2: int
    kind: str
    occupancy: str
    hand_over: str
    household: HouseholdNow | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """`subject` is a person's id, '' for the room; `before` and `after` as stored, personal ones masked when shown."""

    subject: str
    name: str
    field: str
    before: Any
    after: Any

    def plain(self) -> Plain:
        """For JSON."""
        return [self.subject, self.name, self.field, self.before, self.after]


@dataclass(slots=True)
class Finding:
    """What the dry run found of one entry."""

    kind: RowKind
    faults: list[Fault] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    added: list[int] = field(default_factory=list)
    """Positions in the entry's people who join a household that is there."""
    is_new_household: bool = False


def compare(entry: Entry, room: RoomNow | None, index_of: Callable[[str], str]) -> Finding:
    """`index_of` gives the look-up index of an ID number."""
    if room is None:
        return Finding(RowKind.NEW, is_new_household=bool(entry.people))
    changes = _room_changes(entry, room)
    if not entry.people:
        if entry.occupancy == Occupancy.UNSOLD and room.household is not None:
            return Finding(RowKind.CONFLICT, [Fault(FaultCode.HOLDER_DIFFERS, "occupancy")])
        return Finding(RowKind.CHANGED if changes else RowKind.SAME, changes=changes)
    if room.household is None:
        return Finding(RowKind.NEW, changes=changes, is_new_household=True)
    return _with_household(entry, room.household, changes, index_of)


def kind_of(entry: Entry) -> str:
    """An empty cell means a flat."""
    return entry.kind or RoomKind.FLAT.value


def hand_over_of(entry: Entry) -> str:
    """An empty cell: an unsold room is pending, any other handed over."""
    if entry.hand_over:
        return entry.hand_over
    return (HandOver.PENDING if entry.occupancy == Occupancy.UNSOLD else HandOver.HANDED_OVER).value


def _room_changes(entry: Entry, room: RoomNow) -> list[Change]:
    """An empty cell changes nothing; works that are going on are not ended by a sheet."""
    wanted: list[tuple[str, Any, Any]] = [("area_dm2", room.area_dm2, entry.area_dm2)]
    if entry.kind:
        wanted.append(("kind", room.kind, entry.kind))
    if room.occupancy != Occupancy.RENOVATING:
        wanted.append(("occupancy", room.occupancy, entry.occupancy))
    if entry.hand_over:
        wanted.append(("hand_over", room.hand_over, entry.hand_over))
    return [Change("", "", name, before, after) for name, before, after in wanted if before != after]


def _with_household(
    entry: Entry, household: HouseholdNow, changes: list[Change], index_of: Callable[[str], str]
) -> Finding:
    for role in HOLDERS:
        named = {one.name for one in entry.people if one.role == role}
        present = {one.name for one in household.people if one.role == role}
        if named and present and not named & present:
            return Finding(RowKind.CONFLICT, [Fault(FaultCode.HOLDER_DIFFERS, f"{role}_name")])
    finding = Finding(RowKind.SAME, changes=changes)
    for position, somebody in enumerate(entry.people):
        same = [one for one in household.people if (one.role, one.name) == (somebody.role, somebody.name)]
        if len(same) > 1:
            finding.faults.append(Fault(FaultCode.NAMESAKES))
        elif same:
            _compare_person(finding, somebody, same[0], index_of)
        else:
            finding.added.append(position)
    if finding.faults:
        return Finding(RowKind.CONFLICT, finding.faults)
    if finding.changes or finding.added:
        finding.kind = RowKind.CHANGED
    return finding


def _compare_person(finding: Finding, somebody: Somebody, now: PersonNow, index_of: Callable[[str], str]) -> None:
    if somebody.id_number:
        if now.id_number_index is None:
            finding.changes.append(Change(now.person_id, now.name, "id_number", None, somebody.id_number))
        elif now.id_number_index != index_of(somebody.id_number):
            finding.faults.append(Fault(FaultCode.OTHER_ID_NUMBER))
    if somebody.phone and somebody.phone != now.phone:
        finding.changes.append(Change(now.person_id, now.name, "phone", now.phone, somebody.phone))
