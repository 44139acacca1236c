"""Take back what an import wrote, as far as nobody has touched it since. Source: handbook R-08.

Households that it entered are deleted with their people and their still empty files: they were never true, and
personal data of a wrong file is not history. The other services are told that they departed. Rooms stay, unsold and
not handed over: other services know them by now, and no event takes a room away.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from services.residents.archives.models import Archive
from services.residents.households.models import Household
from services.residents.premises.domain.kinds import HandOver, Occupancy
from services.residents.premises.models import Community, Room
from services.residents.roster import register as in_register
from services.residents.roster import repository
from services.residents.roster.domain.faults import FaultCode
from services.residents.roster.domain.leaves import CheckedRow, unpacked
from services.residents.roster.domain.lifecycle import LIFECYCLE, Action
from services.residents.roster.domain.traces import Trace
from services.residents.roster.models import RosterLeaf
from services.residents.roster.usecases.piece_of_work import Worker
from services.residents.roster.writing.batch import Batch, told_member
from services.residents.roster.writing.changing import People, change_room, room_content
from shared.contracts.residents import HouseholdDeparted
from shared.runtime.unit_of_work import Transaction

_LEAVES_AT_ONCE = 4


async def undo_roster(worker: Worker, import_id: str, community: Community) -> None:
    """Ends `undone`. Raises LostLease."""
    is_more = True
    while is_more:
        async with worker.step(import_id) as (tx, roster):
            leaves = await repository.leaves_to_undo(tx.session, import_id, limit=_LEAVES_AT_ONCE)
            batch = Batch(community, worker.confidential, now=tx.now, context=tx.context)
            gone, kept = await _undo(tx, batch, leaves)
            roster.rows_kept += kept
            roster.rows_done += sum(leaf.size for leaf in leaves)
            is_more = len(leaves) == _LEAVES_AT_ONCE
            if not is_more:
                roster.status = LIFECYCLE.next(roster.state, Action.FINISH_UNDO).value
                roster.undone_at, roster.rows_done = tx.now, roster.rows_total
                worker.end(roster)
            await batch.write(tx)
            await in_register.delete_households(tx.session, gone.households, gone.persons)
        worker.unit_of_work.wake()


@dataclass(frozen=True, slots=True)
class _Gone:
    """Ids of what is deleted; `persons` includes those who had only joined."""

    households: set[str]
    persons: set[str]


async def _undo(tx: Transaction, batch: Batch, leaves: Sequence[RosterLeaf]) -> tuple[_Gone, int]:
    """What is to be deleted, and how many rows were kept."""
    work = await asyncio.to_thread(_work, batch, leaves)
    register = await _Register.held(tx, batch.community.id, [trace for _, trace, _ in work])
    kept = await asyncio.to_thread(
        lambda: [(leaf, trace.row) for leaf, trace, row in work if not register.take_back(batch, trace, row)]
    )
    for leaf in leaves:
        mine = {str(row): FaultCode.TOUCHED_SINCE.value for of, row in kept if of is leaf}
        leaf.remarks, leaf.undone_at = leaf.remarks | mine, tx.now
    register.people.write(
        batch, [home for home in register.households.values() if home.id not in register.gone.households]
    )
    return register.gone, len(kept)


def _work(batch: Batch, leaves: Sequence[RosterLeaf]) -> list[tuple[RosterLeaf, Trace, CheckedRow]]:
    """What was written of each row, with the row."""
    work = []
    for leaf in leaves:
        content = batch.confidential.cipher.open_bytes(leaf.content, row_id=leaf.id)
        rows = {row.row: row for row in map(CheckedRow.read, unpacked(content))}
        traces = [Trace.read(plain) for plain in unpacked(leaf.trace)] if leaf.trace else []
        work += [(leaf, trace, rows[trace.row]) for trace in traces]
    return work


@dataclass(frozen=True, slots=True)
class _Register:
    """What the traces are about, locked."""

    rooms: dict[str, Room]
    households: dict[str, Household]
    archives: dict[str, Archive]
    elsewhere: set[str]
    """Ids of households, persons and files that something else refers to by now."""
    people: People
    gone: _Gone

    @classmethod
    async def held(cls, tx: Transaction, community_id: str, traces: Sequence[Trace]) -> "_Register":
        """A fixed number of queries; rooms before households, as everywhere."""
        rooms = await in_register.rooms_held(tx.session, community_id, {trace.room_id for trace in traces})
        homes = {trace.household_id for trace in traces if trace.household_id}
        homes |= await in_register.homes_of_persons(
            tx.session, community_id, {person for trace in traces for person in trace.changed}
        )
        households = await in_register.households_held(tx.session, community_id, homes)
        made = [
            households[trace.household_id]
            for trace in traces
            if trace.is_new_household and trace.household_id in households
        ]
        archives = await in_register.files_of_households(tx.session, [household.id for household in made])
        persons = {member.person_id for household in made for member in household.members}
        persons |= {person for trace in traces for person in trace.added}
        elsewhere = await in_register.referred_to(
            tx.session,
            households={household.id for household in made},
            persons=persons,
            archives={archive.id for archive in archives.values()},
        )
        return cls(rooms, households, archives, elsewhere, People(), _Gone(set(), set()))

    def take_back(self, batch: Batch, trace: Trace, row: CheckedRow) -> bool:
        """Whether the row was as the import left it; nothing of it is changed otherwise."""
        room = self.rooms.get(trace.room_id)
        if room is None or (trace.room_version is not None and room.version != trace.room_version):
            return False
        household = self.households.get(trace.household_id or "")
        if trace.household_id and household is None:
            return False
        if household is not None and not self._is_untouched(household, trace, row):
            return False
        if household is not None and trace.is_new_household:
            self._delete(batch, household)
        elif household is not None:
            self._change_back(household, trace, row)
        content = room_content(row.changes, back=True)
        if trace.is_new_room:
            content = {"occupancy": Occupancy.UNSOLD.value, "hand_over": HandOver.PENDING.value}
            content = {name: value for name, value in content.items() if getattr(room, name) != value}
        change_room(batch, room, content)
        return True

    def _is_untouched(self, household: Household, trace: Trace, row: CheckedRow) -> bool:
        """Telling contact points anew, for a key that was replaced, moves both versions and is no touch."""
        if household.departed_on is not None:
            return False
        versions = {member.person_id: member.person.version for member in household.members}
        if not trace.is_new_household:
            present = {member.person_id for member in household.present_members}
            mine = {**trace.changed, **dict.fromkeys(trace.added, 1)}
            is_same = all(versions.get(person) == version and person in present for person, version in mine.items())
            return is_same and not self.elsewhere.intersection(trace.added) and household.payer_id not in trace.added
        people = len(row.entry.people) if row.entry else 0
        if not len(household.members) == len(household.present_members) == people:
            return False
        archive = self.archives.get(household.id)
        untold = household.version - household.contacts_version
        if untold != trace.untold_versions or set(versions.values()) != {1}:
            return False
        if archive is None or archive.version != 1 or archive.entry_count:
            return False
        return not self.elsewhere.intersection([household.id, archive.id, *versions])

    def _delete(self, batch: Batch, household: Household) -> None:
        sequence = household.event_sequence + 1
        state = {
            "household_id": household.id,
            "room_id": household.room_id,
            "room_code": household.room_code,
            "members": [
                told_member(
                    member.person_id, member.role, member.person.display_name, member.person.channels,
                    member.person.language,
                )
                for member in household.present_members
            ],
            "payer_id": household.payer_id,
            "version": household.version + 1,
            "departed_on": household.registered_on.isoformat(),
        }  # fmt: skip
        batch.telling.tell(HouseholdDeparted, household.id, sequence, state)
        if (sealed := batch.sealed_contacts(household.id, [])) is not None:
            batch.tell_contacts(household.id, sequence + 1, sealed, household.contacts_version + 1)
        self.gone.households.add(household.id)
        self.gone.persons.update(member.person_id for member in household.members)

    def _change_back(self, household: Household, trace: Trace, row: CheckedRow) -> None:
        for change in row.changes:
            if change.subject in trace.changed:
                content = self.people.changed.setdefault(change.subject, {"version": trace.changed[change.subject] + 1})
                if change.field == "id_number":
                    content |= {"id_number_key": None, "id_number_sealed": None, "id_number_index": None}
                else:
                    content[change.field] = change.before
        if trace.added:
            self.people.left[household.id] = frozenset(trace.added)
            self.gone.persons.update(trace.added)
