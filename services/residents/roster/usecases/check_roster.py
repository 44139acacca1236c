"""The dry run: read, compare, keep what was found; nothing of the register changes. Source: handbook R-08."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

from services.residents.confidential import Confidential
from services.residents.premises.models import Community
from services.residents.roster import register, repository
from services.residents.roster.domain.comparing import compare
from services.residents.roster.domain.entries import Entry, Plain
from services.residents.roster.domain.leaves import LEAF_ROWS, CheckedRow, packed
from services.residents.roster.domain.lifecycle import LIFECYCLE, Action, RowKind
from services.residents.roster.domain.refusals import Refused
from services.residents.roster.models import RosterImport, RosterLeaf
from services.residents.roster.reading.reader import messages
from services.residents.roster.usecases.piece_of_work import Worker
from services.residents.roster.usecases.upload_roster import piece_id
from shared.kernel.ids import new_id
from shared.runtime.unit_of_work import Transaction


async def check_roster(worker: Worker, import_id: str, community: Community) -> None:
    """Ends `checked` or `failed`. Raises LostLease."""
    try:
        await _check(worker, import_id, community)
    except Refused as refused:
        async with worker.step(import_id) as (tx, roster):
            await repository.delete_leaves(tx.session, import_id)
            await repository.delete_pieces(tx.session, import_id)
            roster.status = LIFECYCLE.next(roster.state, Action.FAIL).value
            roster.failure, roster.failure_params = refused.code.value, dict(refused.params)
            roster.rows_total = roster.rows_done = 0
            worker.end(roster)


async def _check(worker: Worker, import_id: str, community: Community) -> None:
    today = worker.now.astimezone(community.zone).date()
    leaves = _Leaves(worker.confidential, import_id)
    done = 0
    said = messages(_file(worker, import_id), most_rows=worker.most_rows, today=today)
    async with aclosing(said):
        async for message in said:
            async with worker.step(import_id) as (tx, roster):
                if "sheet" in message:
                    await repository.delete_leaves(tx.session, import_id)  # of a dry run that was broken off
                    roster.sheet, roster.rows_total = message["sheet"], message["total"]
                elif "rows" in message:
                    done += len(message["rows"])
                    leaves.take(tx, await _compared(tx, worker.confidential, community.id, message["rows"]))
                else:
                    leaves.close(tx)
                    await _finish(worker, tx, roster, done)
                    leaves.count(roster)
                roster.rows_done = done


async def _finish(worker: Worker, tx: Transaction, roster: RosterImport, rows: int) -> None:
    await repository.delete_pieces(tx.session, roster.id)
    roster.status = LIFECYCLE.next(roster.state, Action.FINISH_CHECK).value
    roster.checked_at, roster.rows_total = tx.now, rows
    worker.end(roster)


async def _file(worker: Worker, import_id: str) -> AsyncIterator[bytes]:
    async with worker.unit_of_work.database.read() as session:
        async for position, sealed in repository.pieces(session, import_id):
            yield worker.confidential.cipher.open_bytes(sealed, row_id=piece_id(import_id, position))


async def _compared(
    tx: Transaction, confidential: Confidential, community_id: str, rows: list[Plain]
) -> list[CheckedRow]:
    """Two queries however many rows; computing is done in a thread, since requests would wait."""
    entries = await asyncio.to_thread(lambda: {row: Entry.read(entry) for row, entry, _ in rows if entry is not None})
    now = await register.rooms_now(tx.session, community_id, [entry.code for entry in entries.values()])
    index_of = confidential.cipher.index

    def found(row: int, faults: list[Plain]) -> CheckedRow:
        entry = entries.get(row)
        if entry is None:
            return CheckedRow(row, RowKind.ERROR, "", faults=faults)
        room = now.get(entry.code)
        return CheckedRow.of(entry, compare(entry, room, index_of), room)

    return await asyncio.to_thread(lambda: [found(row, faults) for row, _, faults in rows])


class _Leaves:
    """Sorts rows by kind and fills leaves with them."""

    def __init__(self, confidential: Confidential, import_id: str) -> None:
        self._cipher = confidential.cipher
        self._import_id = import_id
        self._open: dict[RowKind, list[CheckedRow]] = {kind: [] for kind in RowKind}
        self._counted: dict[RowKind, int] = dict.fromkeys(RowKind, 0)

    def take(self, tx: Transaction, rows: list[CheckedRow]) -> None:
        for row in rows:
            waiting = self._open[row.kind]
            waiting.append(row)
            if len(waiting) == LEAF_ROWS:
                self._write(tx, row.kind)

    def close(self, tx: Transaction) -> None:
        for kind, waiting in self._open.items():
            if waiting:
                self._write(tx, kind)

    def count(self, roster: RosterImport) -> None:
        roster.rows_error = self._counted[RowKind.ERROR]
        roster.rows_conflict = self._counted[RowKind.CONFLICT]
        roster.rows_new = self._counted[RowKind.NEW]
        roster.rows_changed = self._counted[RowKind.CHANGED]
        roster.rows_same = self._counted[RowKind.SAME]

    def _write(self, tx: Transaction, kind: RowKind) -> None:
        rows, self._open[kind] = self._open[kind], []
        self._counted[kind] += len(rows)
        leaf_id = new_id()
        tx.session.add(
            RosterLeaf(
                id=leaf_id,
                import_id=self._import_id,
                kind=kind.value,
                first_row=rows[0].row,
                last_row=rows[-1].row,
                size=len(rows),
                content=self._cipher.seal_bytes(packed([row.plain() for row in rows]), row_id=leaf_id),
                remarks={},
            )
        )
