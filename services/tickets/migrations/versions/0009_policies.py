"""Policies of escalation, progress and visits on site; when a complaint grows"""

from calendar import monthrange
from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from shared.runtime.database import JsonColumn, UtcDateTime

revision = "0009_policies"
down_revision = "0008_knowledge"
branch_labels = None
depends_on = None

_SECTIONS = ("escalation", "progress", "on_site")
_GROWING = sa.text("category = 'complaint' AND closed_at IS NULL AND severity != 'major'")
_DECEMBER = 12


# Plain statements where `tickets` changes, see 0006.
def upgrade() -> None:
    for section in _SECTIONS:
        op.add_column("policies", sa.Column(section, JsonColumn, server_default="{}", nullable=False))
    op.add_column(
        "tickets",
        sa.Column("grows_at", UtcDateTime(), nullable=True, comment="when an open complaint is major (T-12)"),
    )
    _fill()
    op.drop_index("ix_tickets_growing", "tickets")
    op.create_index("ix_tickets_growing", "tickets", ["grows_at"], postgresql_where=_GROWING, sqlite_where=_GROWING)


def _fill() -> None:
    """Complaints that run grow on the same local day of the next month, as they did so far."""
    bind = op.get_bind()
    tickets = sa.table(
        "tickets",
        *[sa.column(name) for name in ("id", "community_id", "category", "severity", "closed_at")],
        sa.column("opened_at", UtcDateTime()),
        sa.column("grows_at", UtcDateTime()),
    )
    communities = sa.table("communities", sa.column("id"), sa.column("time_zone"))
    running = (
        sa.select(tickets.c.id, tickets.c.opened_at, communities.c.time_zone)
        .join(communities, communities.c.id == tickets.c.community_id)
        .where(_GROWING)
    )
    rows = [
        {"ticket": row.id, "grows": _month_after(row.opened_at, ZoneInfo(row.time_zone))}
        for row in bind.execute(running)
    ]
    if rows:
        grown = sa.update(tickets).where(tickets.c.id == sa.bindparam("ticket"))
        bind.execute(grown.values(grows_at=sa.bindparam("grows", type_=UtcDateTime())), rows)


def _month_after(moment: datetime, zone: ZoneInfo) -> datetime:
    local = moment.astimezone(zone)
    year, month = (local.year + 1, 1) if local.month == _DECEMBER else (local.year, local.month + 1)
    return local.replace(year=year, month=month, day=min(local.day, monthrange(year, month)[1]))


def downgrade() -> None:
    op.drop_index("ix_tickets_growing", "tickets")
    op.create_index("ix_tickets_growing", "tickets", ["opened_at"], postgresql_where=_GROWING, sqlite_where=_GROWING)
    op.drop_column("tickets", "grows_at")
    for section in reversed(_SECTIONS):
        op.drop_column("policies", section)
