"""When somebody may come, the last dispatch, what the desk checked, and more filters of the list"""

import sqlalchemy as sa
from alembic import op

from shared.runtime.database import JsonColumn, UtcDateTime

revision = "0026_intake_corrections"
down_revision = "0025_weather_withdrawn"
branch_labels = None
depends_on = None

_NEWEST = ["opened_at", "id"]
# Partial, but for the phone's: a plain request that is taken in writes one index more, not ten.
_RARE = {
    "ix_tickets_merged_into": (["merged_into", *_NEWEST], "merged_into IS NOT NULL"),
    "ix_tickets_split_from": (["split_from", *_NEWEST], "split_from IS NOT NULL"),
    "ix_tickets_by_rework": (["rework_of", *_NEWEST], "rework_of IS NOT NULL"),
    "ix_tickets_by_companion": (["companion_id", *_NEWEST], "companion_id IS NOT NULL"),
    "ix_tickets_by_outcome": (["community_id", "outcome", *_NEWEST], "outcome IS NOT NULL"),
    "ix_tickets_by_validity": (["community_id", "validity", *_NEWEST], "validity IS NOT NULL"),
    "ix_tickets_paused": (["community_id", *_NEWEST], "paused_at IS NOT NULL"),
    "ix_tickets_warranty": (["community_id", *_NEWEST], "is_warranty IS true"),
    "ix_tickets_leaks": (["community_id", *_NEWEST], "is_leak IS true"),
}


def upgrade() -> None:
    op.add_column("tickets", sa.Column("availability", JsonColumn, nullable=True, comment="when somebody may come"))
    op.add_column("tickets", sa.Column("sent_at", UtcDateTime(), nullable=True, comment="the last dispatch (T-07)"))
    op.add_column("tickets", sa.Column("arrival_checked_at", UtcDateTime(), nullable=True, comment="T-07"))
    op.add_column("tickets", sa.Column("arrival_found", sa.Boolean(), nullable=True, comment="what the check found"))
    op.add_column(
        "tickets",
        sa.Column("both_confirmed_for", UtcDateTime(), nullable=True, comment="the agreed time that both confirmed"),
    )
    op.create_index("ix_tickets_by_phone", "tickets", ["requester_phone", *_NEWEST], unique=False)
    for name, (columns, where) in _RARE.items():
        _create_partial(name, columns, where)
    op.add_column("saved_views", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))


def _create_partial(name: str, columns: list[str], where: str) -> None:
    on_sqlite = where.replace("IS true", "IS 1")
    op.create_index(
        name, "tickets", columns, unique=False, postgresql_where=sa.text(where), sqlite_where=sa.text(on_sqlite)
    )


def downgrade() -> None:
    op.drop_column("saved_views", "version")
    for name in _RARE:
        op.drop_index(name, table_name="tickets")
    op.drop_index("ix_tickets_by_phone", table_name="tickets")
    for name in ("both_confirmed_for", "arrival_found", "arrival_checked_at", "sent_at", "availability"):
        op.drop_column("tickets", name)
