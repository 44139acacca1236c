"""A great many open tickets, each with a settlement clock; made by PostgreSQL itself, in seconds."""

from datetime import datetime, timedelta

from sqlalchemy import text

from shared.runtime.database import Database
from tests.service.support import GARDEN

_TICKETS = text("""
    INSERT INTO tickets (
        id, community_id, version, event_sequence, created_at, number, category, nature, severity, source, department,
        status, summary, requester_name, requester_phone, owner_id, opened_at, billable_fen, charged_fen, paid_fen,
        payment_status, rework_count
    )
    SELECT
        'crowd-' || n, :community, 1, 1, :opened_at, 'C' || n, 'repair', 'general', 'minor', 'phone', 'engineering',
        'dispatched', '水龙头漏水', '王芳', '+8613812345678', 'owner', :opened_at, 0, 0, 0, 'none', 0
    FROM generate_series(1, cast(:count AS int)) AS n
""")
_CLOCKS = text("""
    INSERT INTO ticket_clocks (ticket_id, clock, measure, starts_at, due_at, warn_at, warned_at, next_at)
    SELECT 'crowd-' || n, 'settle', 'wall', :opened_at, due_at, due_at, due_at, due_at
    FROM (
        SELECT n, cast(:now AS timestamptz) + n * interval '1 second'
            + CASE WHEN n <= :overdue THEN interval '-1 hour' ELSE interval '1 hour' END AS due_at
        FROM generate_series(1, cast(:count AS int)) AS n
    ) AS moments
""")
_RUN_AGAIN = text("UPDATE ticket_clocks SET breached_at = NULL, next_at = due_at WHERE breached_at IS NOT NULL")


async def crowd(database: Database, now: datetime, *, count: int, overdue: int) -> None:
    """`overdue` of the clocks ran out within the last hour; at most 3,000 of them."""
    given = {"community": GARDEN, "opened_at": now - timedelta(days=1), "now": now, "count": count, "overdue": overdue}
    async with database.connection() as connection:
        await connection.execute(_TICKETS, {name: given[name] for name in ("community", "opened_at", "count")})
        await connection.execute(_CLOCKS, {name: given[name] for name in ("opened_at", "now", "count", "overdue")})
    await database.analyze()


async def run_again(database: Database) -> None:
    """What was breached is about to be so again."""
    async with database.connection() as connection:
        await connection.execute(_RUN_AGAIN)
