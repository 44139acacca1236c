"""Write the leaves in which every room is new, several at a time: nearly all of a community's first import.

Each transaction has leaves of its own, holds them, and holds the import last of all: to see that this process still
has it, and to mark what is written. What is not wholly new, or has a room that somebody entered since, is left to the
steps that follow one another. Source: handbook R-02, R-05, R-08.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Self

from services.residents.premises.models import Community
from services.residents.roster import register as in_register
from services.residents.roster import repository
from services.residents.roster.cycles import no_search_for_cycles
from services.residents.roster.domain.leaves import CheckedRow, packed, unpacked
from services.residents.roster.models import RosterLeaf
from services.residents.roster.usecases.piece_of_work import Worker
from services.residents.roster.writing.batch import Batch
from services.residents.roster.writing.bulk import chunks
from services.residents.roster.writing.making import make_new
from shared.runtime.unit_of_work import Transaction

_LEAVES_AT_ONCE = 4
_AT_ONCE = 3
"""Two let the database write on two cores, while the third computes. SQLite has one writer."""


async def write_new_rooms(worker: Worker, import_id: str, community: Community) -> bool:
    """Whether there was anything to write. Raises LostLease."""
    async with worker.unit_of_work.database.read() as session:
        leaf_ids = await repository.new_leaves(session, import_id)
    waiting = iter(chunks(leaf_ids, _LEAVES_AT_ONCE))
    lanes = [
        asyncio.create_task(_write_all(worker, import_id, community, waiting), name=f"roster:lane-{number}")
        for number in range(1 if worker.unit_of_work.database.is_sqlite else _AT_ONCE)
    ]
    try:
        await asyncio.gather(*lanes)
    finally:
        for lane in lanes:
            lane.cancel()
        await asyncio.gather(*lanes, return_exceptions=True)
    return bool(leaf_ids)


async def _write_all(worker: Worker, import_id: str, community: Community, waiting: Iterator[list[str]]) -> None:
    """One lane: takes from what waits until nothing is left."""
    for leaf_ids in waiting:
        with no_search_for_cycles():
            async with worker.unit_of_work.begin(worker.context) as tx:
                await _write(worker, tx, import_id, community, leaf_ids)
        worker.unit_of_work.wake()


async def _write(
    worker: Worker, tx: Transaction, import_id: str, community: Community, leaf_ids: Sequence[str]
) -> None:
    leaves = await repository.leaves_held(tx.session, leaf_ids)
    batch_of = partial(Batch, community, worker.confidential, now=tx.now, context=tx.context)
    # In a thread: it takes some tenths of a second, in which requests would wait.
    made = await asyncio.to_thread(lambda: [new for leaf in leaves if (new := _New.of(leaf, batch_of())) is not None])
    taken = await in_register.codes_taken(tx.session, community.id, [code for new in made for code in new.codes])
    batch, rows = batch_of(), 0
    for new in made:
        if taken.isdisjoint(new.codes):
            batch.take(new.batch)
            new.leaf.trace, new.leaf.applied_at = new.trace, tx.now
            rows += new.leaf.size
    await batch.write(tx)
    roster = await worker.hold(tx, import_id)
    roster.rows_done += rows


@dataclass(frozen=True, slots=True)
class _New:
    """A leaf all of whose rooms are new, and what it comes to."""

    leaf: RosterLeaf
    codes: list[str]
    batch: Batch
    trace: bytes

    @classmethod
    def of(cls, leaf: RosterLeaf, batch: Batch) -> Self | None:
        """`batch` is for this leaf alone. None for a leaf of other rows."""
        content = batch.confidential.cipher.open_bytes(leaf.content, row_id=leaf.id)
        rows = [CheckedRow.read(plain) for plain in unpacked(content)]
        if any(row.seen is not None or row.entry is None for row in rows):
            return None
        traces = [trace.plain() for row in rows if (trace := make_new(batch, row))]
        return cls(leaf, [row.code for row in rows], batch, packed(traces))
