"""Write what the dry run found, batch by batch. Source: handbook R-02, R-05, R-08, R-10.

A row is written only while the register is as the dry run saw it; otherwise it is left out and told. A batch and the
mark that it is written are one transaction: whoever goes on after a crash writes nothing twice.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from services.residents.households.models import Household
from services.residents.premises.models import Community, Room
from services.residents.roster import register as in_register
from services.residents.roster import repository
from services.residents.roster.domain.faults import FaultCode
from services.residents.roster.domain.leaves import CheckedRow, packed, unpacked
from services.residents.roster.domain.lifecycle import LIFECYCLE, Action
from services.residents.roster.domain.traces import Trace
from services.residents.roster.models import RosterLeaf
from services.residents.roster.usecases.piece_of_work import Worker
from services.residents.roster.usecases.write_new_rooms import write_new_rooms
from services.residents.roster.writing.batch import TABLES, Batch
from services.residents.roster.writing.changing import People, change_room, room_content
from services.residents.roster.writing.making import make_new
from shared.runtime.unit_of_work import Transaction

_LEAVES_AT_ONCE = 4


async def apply_roster(worker: Worker, import_id: str, community: Community) -> None:
    """Ends `applied`. Raises LostLease."""
    told = await write_new_rooms(worker, import_id, community)
    is_more = True
    while is_more:
        async with worker.step(import_id) as (tx, roster):
            leaves = await repository.leaves_to_apply(tx.session, import_id, limit=_LEAVES_AT_ONCE)
            batch = Batch(community, worker.confidential, now=tx.now, context=tx.context)
            roster.rows_left_out += await _apply(tx, batch, leaves)
            roster.rows_done += sum(leaf.size for leaf in leaves)
            is_more = len(leaves) == _LEAVES_AT_ONCE
            if not is_more:
                roster.status = LIFECYCLE.next(roster.state, Action.FINISH_APPLY).value
                roster.applied_at, roster.rows_done = tx.now, roster.rows_total
                worker.end(roster)
            told = told or bool(leaves)
            await batch.write(tx)
        worker.unit_of_work.wake()
    if told:
        await worker.unit_of_work.database.analyze(table.name for table, _ in TABLES)


async def _apply(tx: Transaction, batch: Batch, leaves: Sequence[RosterLeaf]) -> int:
    """How many rows were left out."""
    rows = await asyncio.to_thread(lambda: {leaf.id: _rows(batch, leaf) for leaf in leaves})
    register = await _Register.held(tx, batch.community.id, [row for each in rows.values() for row in each])
    # In a thread: a batch computes for some tenths of a second, in which requests would wait.
    written = await asyncio.to_thread(lambda: {leaf.id: _write(register, batch, rows[leaf.id]) for leaf in leaves})
    for leaf in leaves:
        leaf.trace, leaf.remarks = written[leaf.id]
        leaf.applied_at = tx.now
    # Somebody whose phone changed may live in several rooms: every household's contact points are told.
    register.people.write(batch, register.households.values())
    return sum(len(leaf.remarks) for leaf in leaves)


def _write(register: "_Register", batch: Batch, rows: Sequence[CheckedRow]) -> tuple[bytes, dict[str, str]]:
    """What was written, packed; the rows that were left out."""
    traces, remarks = [], {}
    for row in rows:
        trace = register.write(batch, row)
        if trace is None:
            remarks[str(row.row)] = FaultCode.CHANGED_SINCE.value
        else:
            traces.append(trace.plain())
    return packed(traces), remarks


def _rows(batch: Batch, leaf: RosterLeaf) -> list[CheckedRow]:
    content = batch.confidential.cipher.open_bytes(leaf.content, row_id=leaf.id)
    return [CheckedRow.read(plain) for plain in unpacked(content)]


@dataclass(frozen=True, slots=True)
class _Register:
    """What the batch's rows are about, locked."""

    taken: set[str]
    rooms: dict[str, Room]
    households: dict[str, Household]
    files: dict[str, int]
    lived_in: set[str]
    people: People

    @classmethod
    async def held(cls, tx: Transaction, community_id: str, rows: Sequence[CheckedRow]) -> "_Register":
        """A fixed number of queries; rooms before households, as everywhere."""
        seen = [row.seen for row in rows if row.seen is not None]
        rooms = await in_register.rooms_held(tx.session, community_id, {one.room_id for one in seen})
        persons = {change.subject for row in rows for change in row.changes if change.subject}
        homes = {row.seen.household_id for row in rows if row.seen and row.seen.household_id and (row.added or persons)}
        homes |= await in_register.homes_of_persons(tx.session, community_id, persons)
        return cls(
            await in_register.codes_taken(tx.session, community_id, [row.code for row in rows if row.seen is None]),
            rooms,
            await in_register.households_held(tx.session, community_id, homes),
            await in_register.files_of_rooms(tx.session, community_id, rooms),
            await in_register.rooms_with_household(tx.session, rooms.keys()),
            People(),
        )

    def write(self, batch: Batch, row: CheckedRow) -> Trace | None:
        """What was written; None for a row that the register has moved on from."""
        if row.entry is None:
            return None
        if row.seen is None:
            return None if row.code in self.taken else make_new(batch, row)
        room = self.rooms.get(row.seen.room_id)
        if room is None or room.version != row.seen.room_version:
            return None
        if row.is_new_household:
            return None if room.id in self.lived_in else self._write_household(batch, row, room)
        return self._write_changes(batch, row, room)

    def _write_household(self, batch: Batch, row: CheckedRow, room: Room) -> Trace | None:
        if row.entry is None:
            return None
        version = change_room(batch, room, room_content(row.changes))
        household_id = batch.household(row.entry, room.id, files_before=self.files.get(room.id, 0))
        return Trace(
            row.row, room.id, version, household_id=household_id, is_new_household=True,
            untold_versions=batch.untold_versions,
        )  # fmt: skip

    def _write_changes(self, batch: Batch, row: CheckedRow, room: Room) -> Trace | None:
        household = None
        if row.added or any(change.subject for change in row.changes):
            household = self._household(row)
            if household is None or self.people.would_clash(row.changes):
                return None
        version = change_room(batch, room, room_content(row.changes))
        if household is None:
            return Trace(row.row, room.id, version)
        persons = {member.person_id: member.person for member in household.present_members}
        changed = self.people.change(batch, persons, row)
        added = self.people.join(batch, household, row)
        return Trace(row.row, room.id, version, household_id=household.id, changed=changed, added=added)

    def _household(self, row: CheckedRow) -> Household | None:
        """The household, while the same people live there with the same particulars."""
        seen = row.seen
        household = self.households.get(seen.household_id or "") if seen else None
        if seen is None or household is None or household.departed_on is not None:
            return None
        present = {member.person_id: member.person.version for member in household.present_members}
        return household if present == seen.persons else None
