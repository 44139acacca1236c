"""A running month may be drawn from"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from shared.runtime.database import UtcDateTime

revision = "0017_quality_draws"
down_revision = "0016_statistics_indexes"
branch_labels = None
depends_on = None

_OLD = ("community_id", "month", "seed", "contacts", "members", "samples", "drawn_at", "drawn_by")


def _columns(*more: sa.Column[Any]) -> list[sa.Column[Any]]:
    return [
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        *more,
        sa.Column("seed", sa.String(length=100), nullable=False),
        sa.Column(
            "contacts", sa.Integer(), nullable=False, comment="of each member at most, in all draws so far together"
        ),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("samples", sa.Integer(), nullable=False, comment="drawn now"),
        sa.Column("drawn_at", UtcDateTime(), nullable=False),
        sa.Column("drawn_by", sa.String(length=36), nullable=True, comment="null: the timer"),
    ]


def upgrade() -> None:
    """What was drawn so far was of months that were over: the final draw of each."""
    bind = op.get_bind()
    zones: dict[str, str] = dict(bind.execute(sa.text("SELECT id, time_zone FROM communities")).all())
    old = sa.table("quality_draws", *(sa.column(name, UtcDateTime() if name == "drawn_at" else None) for name in _OLD))
    rows = [dict(row) for row in bind.execute(sa.select(*(old.c[name] for name in _OLD))).mappings()]
    op.drop_table("quality_draws")
    made = op.create_table(
        "quality_draws",
        *_columns(
            sa.Column(
                "drawn_until",
                UtcDateTime(),
                nullable=False,
                comment="contacts taken in before it; the month's end for the final draw",
            ),
            sa.Column("is_final", sa.Boolean(), nullable=False),
        ),
        sa.PrimaryKeyConstraint("community_id", "month", "drawn_until", name=op.f("pk_quality_draws")),
    )
    if rows:
        ended = [
            {**row, "drawn_until": _end_of(row["month"], zones.get(row["community_id"])), "is_final": True}
            for row in rows
        ]
        op.bulk_insert(made, ended)


def _end_of(month: str, zone: str | None) -> datetime:
    following = (date.fromisoformat(f"{month}-01") + timedelta(days=31)).replace(day=1)
    return datetime.combine(following, time(), tzinfo=ZoneInfo(zone or "Asia/Shanghai")).astimezone(UTC)


def downgrade() -> None:
    bind = op.get_bind()
    now = sa.table(
        "quality_draws",
        *(sa.column(name, UtcDateTime() if name == "drawn_at" else None) for name in _OLD),
        sa.column("is_final", sa.Boolean()),
    )
    final = sa.select(*(now.c[name] for name in _OLD)).where(now.c.is_final)
    rows = [dict(row) for row in bind.execute(final).mappings()]
    op.drop_table("quality_draws")
    made = op.create_table(
        "quality_draws",
        *_columns(),
        sa.PrimaryKeyConstraint("community_id", "month", name=op.f("pk_quality_draws")),
    )
    if rows:
        op.bulk_insert(made, rows)
