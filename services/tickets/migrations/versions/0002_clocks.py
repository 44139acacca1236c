"""clocks that pause and warn, policies of clocks"""

import sqlalchemy as sa
from alembic import op

from shared.runtime.database import JsonColumn, UtcDateTime

revision = "0002_clocks"
down_revision = "0001"
branch_labels = None
depends_on = None

_AIMED = sa.text("next_at IS NOT NULL")
_OPEN_PAUSE = sa.text("ended_at IS NULL")
_ON_WORKING_TIME = """
    UPDATE ticket_clocks SET measure = 'working'
    WHERE clock IN ('respond', 'settle') AND EXISTS (
        SELECT 1 FROM tickets
        WHERE tickets.id = ticket_clocks.ticket_id AND tickets.category = 'complaint'
        AND NOT (ticket_clocks.clock = 'respond' AND tickets.severity = 'major')
    )
"""
_SINCE_RECEIPT = """
    UPDATE ticket_clocks SET starts_at = (SELECT opened_at FROM tickets WHERE tickets.id = ticket_clocks.ticket_id)
"""
_SINCE_THE_AGREED_TIME = """
    UPDATE ticket_clocks SET starts_at = (SELECT clocks_from FROM tickets WHERE tickets.id = ticket_clocks.ticket_id)
    WHERE clock IN ('arrive', 'settle') AND EXISTS (
        SELECT 1 FROM tickets WHERE tickets.id = ticket_clocks.ticket_id AND tickets.clocks_from IS NOT NULL
    )
"""
_RUNNING_ON = "UPDATE ticket_clocks SET next_at = due_at WHERE met_at IS NULL AND breached_at IS NULL"


def upgrade() -> None:
    op.create_table(
        "ticket_pauses",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("ticket_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("started_by", sa.String(length=36), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_pauses_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_pauses")),
    )
    with op.batch_alter_table("ticket_pauses", schema=None) as batch_op:
        batch_op.create_index("ix_ticket_pauses_ticket", ["ticket_id", "started_at"], unique=False)
        batch_op.create_index(
            "uq_ticket_pauses_open",
            ["ticket_id"],
            unique=True,
            postgresql_where=_OPEN_PAUSE,
            sqlite_where=_OPEN_PAUSE,
        )

    with op.batch_alter_table("policies", schema=None) as batch_op:
        batch_op.add_column(sa.Column("clocks", JsonColumn, nullable=False, server_default="{}"))
    with op.batch_alter_table("policies", schema=None) as batch_op:
        batch_op.alter_column("clocks", server_default=None)
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.add_column(sa.Column("paused_at", UtcDateTime(), nullable=True, comment="since when it waits (T-28)"))
    _alter_clocks()


def _alter_clocks() -> None:
    """Clocks that run already are told of no warning, only of their breach."""
    with op.batch_alter_table("ticket_clocks", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "measure", sa.String(length=8), nullable=False, server_default="wall", comment="wall or working time"
            )
        )
        batch_op.add_column(
            sa.Column("starts_at", UtcDateTime(), nullable=True, comment="receipt, or the agreed time (T-08)")
        )
        batch_op.add_column(sa.Column("warn_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("warned_at", UtcDateTime(), nullable=True))
        batch_op.add_column(sa.Column("paused_at", UtcDateTime(), nullable=True))
        batch_op.add_column(
            sa.Column("next_at", UtcDateTime(), nullable=True, comment="warning or breach; none once nothing is due")
        )
    for statement in (_ON_WORKING_TIME, _SINCE_RECEIPT, _SINCE_THE_AGREED_TIME, _RUNNING_ON):
        op.execute(statement)
    with op.batch_alter_table("ticket_clocks", schema=None) as batch_op:
        batch_op.alter_column("measure", server_default=None)
        batch_op.alter_column("starts_at", nullable=False)
        batch_op.create_index(
            "ix_ticket_clocks_next", ["next_at"], unique=False, postgresql_where=_AIMED, sqlite_where=_AIMED
        )


def downgrade() -> None:
    with op.batch_alter_table("ticket_clocks", schema=None) as batch_op:
        batch_op.drop_index("ix_ticket_clocks_next", postgresql_where=_AIMED, sqlite_where=_AIMED)
        for column in ("next_at", "paused_at", "warned_at", "warn_at", "starts_at", "measure"):
            batch_op.drop_column(column)
    # A batch would copy and drop the table, which SQLite refuses while other rows point to it.
    op.execute("ALTER TABLE tickets DROP COLUMN paused_at")
    with op.batch_alter_table("policies", schema=None) as batch_op:
        batch_op.drop_column("clocks")
    op.drop_table("ticket_pauses")
