"""Write what the dry run found, batch by batch. Source: handbook R-02, R-05, R-08, R-10.

A row is written only while the register is as the dry run saw it; otherwise it is left out and told. A batch and the
mark that it is written are one transaction: whoever goes on after a crash writes nothing twice.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Self

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
from services.residents.roster.writing.batch import TABLES, Batch
from services.residents.roster.writing.changing import People, change_room, room_content
from shared.runtime.unit_of_work import Transaction

_LEAVES_AT_ONCE = 4


async def apply_roster(worker: Worker, import_id: str, community: Community) -> None:
    """Ends `applied`. Raises LostLease."""
    is_more, told = True, False
    async with _Ahead(worker, community) as ahead:
        while is_more:
            async with worker.step(import_id) as (tx, roster):
                found = await repository.leaves_to_apply(tx.session, import_id, limit=2 * _LEAVES_AT_ONCE)
                leaves, following = found[:_LEAVES_AT_ONCE], found[_LEAVES_AT_ONCE:]
                opened = await ahead.take(leaves, now=tx.now)
                ahead.begin(following, now=tx.now)
                batch = Batch(community, worker.confidential, now=tx.now, context=tx.context)
                roster.rows_left_out += await _apply(tx, batch, opened)
                roster.rows_done += sum(leaf.size for leaf in leaves)
                is_more = bool(following)
                if not is_more:
                    roster.status = LIFECYCLE.next(roster.state, Action.FINISH_APPLY).value
                    roster.applied_at, roster.rows_done = tx.now, roster.rows_total
                    worker.end(roster)
                told = told or bool(leaves)
                await batch.write(tx)
            worker.unit_of_work.wake()
    if told:
        await worker.unit_of_work.database.analyze(table.name for table, _ in TABLES)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A leaf's rows. When all of its rooms are new, also what it comes to unless one of them is there by then."""

    leaf: RosterLeaf
    rows: list[CheckedRow]
    made: Batch | None = None
    trace: bytes = b""

    @classmethod
    def of(cls, leaf: RosterLeaf, batch: Batch) -> Self:
        """`batch` is for this leaf alone. Touches no other state: this is computed in a thread."""
        content = batch.confidential.cipher.open_bytes(leaf.content, row_id=leaf.id)
        rows = [CheckedRow.read(plain) for plain in unpacked(content)]
        if any(row.seen is not None or row.entry is None for row in rows):
            return cls(leaf, rows)
        return cls(leaf, rows, batch, packed([trace.plain() for row in rows if (trace := _write_new(batch, row))]))


class _Ahead:
    """Opens the leaves that follow and makes what is new in them, while the database writes those before.

    Nothing of it is written before the transaction that holds the import, and looked into the register, takes it.
    """

    def __init__(self, worker: Worker, community: Community) -> None:
        self._worker = worker
        self._community = community
        self._opening: asyncio.Task[list[_Opened]] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        """A thread can't be stopped: it is waited for, and what it made is dropped."""
        if self._opening is not None:
            await asyncio.gather(self._opening, return_exceptions=True)

    def begin(self, leaves: Sequence[RosterLeaf], *, now: datetime) -> None:
        """In a thread: it takes some tenths of a second, in which requests would wait."""
        self._opening = asyncio.create_task(asyncio.to_thread(self._open, leaves, now), name="roster:ahead")

    async def take(self, leaves: Sequence[RosterLeaf], *, now: datetime) -> list[_Opened]:
        """What was begun, if it was for these leaves; a leaf is as the present transaction has it."""
        opened = {one.leaf.id: one for one in await self._opening} if self._opening is not None else {}
        if opened.keys() != {leaf.id for leaf in leaves}:
            self.begin(leaves, now=now)
            return await self.take(leaves, now=now)
        return [replace(opened[leaf.id], leaf=leaf) for leaf in leaves]

    def _open(self, leaves: Sequence[RosterLeaf], now: datetime) -> list[_Opened]:
        make = partial(Batch, self._community, self._worker.confidential, now=now, context=self._worker.context)
        return [_Opened.of(leaf, make()) for leaf in leaves]


async def _apply(tx: Transaction, batch: Batch, opened: Sequence[_Opened]) -> int:
    """How many rows were left out."""
    register = await _Register.held(tx, batch.community.id, [row for one in opened for row in one.rows])
    written = await asyncio.to_thread(lambda: [_written(register, batch, one) for one in opened])
    for one, (trace, remarks) in zip(opened, written, strict=True):
        one.leaf.trace, one.leaf.remarks, one.leaf.applied_at = trace, remarks, tx.now
    # Somebody whose phone changed may live in several rooms: every household's contact points are told.
    register.people.write(batch, register.households.values())
    return sum(len(remarks) for _, remarks in written)


def _written(register: "_Register", batch: Batch, opened: _Opened) -> tuple[bytes, dict[str, str]]:
    """What was written, packed; the rows that were left out."""
    if opened.made is not None and not any(row.code in register.taken for row in opened.rows):
        batch.take(opened.made)
        return opened.trace, {}
    traces, remarks = [], {}
    for row in opened.rows:
        trace = register.write(batch, row)
        if trace is None:
            remarks[str(row.row)] = FaultCode.CHANGED_SINCE.value
        else:
            traces.append(trace.plain())
    return packed(traces), remarks


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
            await in_register.files_of_rooms(tx.session, rooms.keys()),
            await in_register.rooms_with_household(tx.session, rooms.keys()),
            People(),
        )

    def write(self, batch: Batch, row: CheckedRow) -> Trace | None:
        """What was written; None for a row that the register has moved on from."""
        if row.entry is None:
            return None
        if row.seen is None:
            return None if row.code in self.taken else _write_new(batch, row)
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


def _write_new(batch: Batch, row: CheckedRow) -> Trace | None:
    if row.entry is None:
        return None
    room_id = batch.room(row.entry)
    household_id = batch.household(row.entry, room_id, files_before=0) if row.entry.people else None
    return Trace(
        row.row, room_id, 1, is_new_room=True, household_id=household_id, is_new_household=bool(household_id),
        untold_versions=batch.untold_versions,
    )  # fmt: skip
