"""What need not be kept for ever: sent events (30 days), the inbox (longer than any replay), idempotency keys."""

from datetime import timedelta

from sqlalchemy import Column, Table, delete, select, tuple_

from shared.runtime.context import Context
from shared.runtime.jobs import Job
from shared.runtime.unit_of_work import UnitOfWork

KEEP_SENT = timedelta(days=30)
KEEP_HANDLED = timedelta(days=60)
KEEP_KEYS = timedelta(days=7)
_BATCH = 500


def pruning_jobs() -> list[Job]:
    """The housekeeping that every service runs hourly."""
    return [Job(name="prune", every=timedelta(hours=1), run=_prune)]


async def _prune(unit_of_work: UnitOfWork, _context: Context) -> None:
    tables = unit_of_work.tables
    await _prune_table(unit_of_work, tables.outbox, [tables.outbox.c.id], tables.outbox.c.sent_at, KEEP_SENT)
    inbox = tables.inbox
    await _prune_table(unit_of_work, inbox, [inbox.c.consumer, inbox.c.event_id], inbox.c.handled_at, KEEP_HANDLED)
    keys = tables.idempotency_keys
    await _prune_table(unit_of_work, keys, [keys.c.caller, keys.c.key], keys.c.created_at, KEEP_KEYS)


async def _prune_table(
    unit_of_work: UnitOfWork,
    table: Table,
    identity: list[Column[str]],
    moment: Column[object],
    keep: timedelta,
) -> None:
    """Delete in batches, so that no lock is held for long."""
    edge = unit_of_work.clock.now() - keep
    while True:
        async with unit_of_work.database.connection() as connection:
            old = (await connection.execute(select(*identity).where(moment < edge).limit(_BATCH))).all()
            if old:
                await connection.execute(delete(table).where(tuple_(*identity).in_([tuple(row) for row in old])))
        if len(old) < _BATCH:
            return
