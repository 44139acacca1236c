"""Promises, work-contact slips, warranty, what went into the work, progress"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

from shared.runtime.database import UtcDateTime

revision = "0004_care"
down_revision = "0003_intake"
branch_labels = None
depends_on = None


# Plain statements where `tickets` changes: a batch copies and drops the table, which SQLite refuses while other rows
# point to it, and would lose the triggers that its search is kept by.
def upgrade() -> None:
    op.create_table(
        "promise_handovers",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("promise_id", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.String(length=36), nullable=False),
        sa.Column("from_id", sa.String(length=36), nullable=False),
        sa.Column("to_id", sa.String(length=36), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise_handovers")),
    )
    with op.batch_alter_table("promise_handovers", schema=None) as batch_op:
        batch_op.create_index("ix_promise_handovers_promise", ["promise_id", "at"], unique=False)

    op.create_table(
        "promises",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("about_kind", sa.String(length=16), nullable=False),
        sa.Column("about_id", sa.String(length=64), nullable=False),
        sa.Column("room_code", sa.String(length=32), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("owner_id", sa.String(length=36), nullable=False),
        sa.Column("made_by", sa.String(length=36), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("wake_at", UtcDateTime(), nullable=True, comment="when the timer looks next"),
        sa.Column("approved_by", sa.String(length=36), nullable=True),
        sa.Column("approved_at", UtcDateTime(), nullable=True),
        sa.Column("broken_at", UtcDateTime(), nullable=True),
        sa.Column("settled_by", sa.String(length=36), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promises")),
    )
    with op.batch_alter_table("promises", schema=None) as batch_op:
        batch_op.create_index("ix_promises_about", ["about_kind", "about_id"], unique=False)
        batch_op.create_index(
            "ix_promises_awake",
            ["wake_at"],
            unique=False,
            postgresql_where=sa.text("wake_at IS NOT NULL"),
            sqlite_where=sa.text("wake_at IS NOT NULL"),
        )
        batch_op.create_index("ix_promises_by_due", ["community_id", "due_at", "id"], unique=False)
        batch_op.create_index("ix_promises_by_owner", ["owner_id", "due_at", "id"], unique=False)
        batch_op.create_index("ix_promises_by_status", ["community_id", "status", "due_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_promises_community_id"), ["community_id"], unique=False)

    op.create_table(
        "slip_numbers",
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("community_id", "day", name=op.f("pk_slip_numbers")),
    )
    op.create_table(
        "ticket_work_lines",
        sa.Column("ticket_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("item", sa.String(length=100), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=9, scale=3), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("tariff_item", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_work_lines_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("ticket_id", "position", name=op.f("pk_ticket_work_lines")),
    )
    op.create_table(
        "work_contact_slips",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("ticket_id", sa.String(length=36), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("clock", sa.String(length=16), nullable=True, comment="the clock that ran out"),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("raised_by", sa.String(length=36), nullable=True),
        sa.Column(
            "raised_in_time", sa.Boolean(), nullable=True, comment="within half a working day of dispatch (T-14)"
        ),
        sa.Column("handler_id", sa.String(length=36), nullable=True),
        sa.Column("answer_by", UtcDateTime(), nullable=False),
        sa.Column("overdue_at", UtcDateTime(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.String(length=36), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_work_contact_slips_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_contact_slips")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_work_contact_slips_community_id_number")),
        sa.UniqueConstraint("ticket_id", "level", name=op.f("uq_work_contact_slips_ticket_id_level")),
    )
    with op.batch_alter_table("work_contact_slips", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_contact_slips_community_id"), ["community_id"], unique=False)
        batch_op.create_index(
            "ix_work_contact_slips_waiting",
            ["answer_by"],
            unique=False,
            postgresql_where=sa.text("status = 'issued' AND overdue_at IS NULL"),
            sqlite_where=sa.text("status = 'issued' AND overdue_at IS NULL"),
        )

    op.add_column(
        "tickets", sa.Column("validity", sa.String(length=16), nullable=True, comment="what a lead judged (T-15)")
    )
    op.add_column(
        "tickets",
        sa.Column(
            "is_warranty",
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
            comment="the builder's work, billed to nobody (T-10)",
        ),
    )
    op.add_column(
        "tickets",
        sa.Column("contractor", sa.String(length=100), nullable=True, comment="whose work it was, if not ours"),
    )
    op.add_column(
        "tickets", sa.Column("progress_due_at", UtcDateTime(), nullable=True, comment="to the requester (T-20)")
    )
    op.add_column(
        "tickets", sa.Column("inquiry_due_at", UtcDateTime(), nullable=True, comment="inside the house (T-20)")
    )
    op.create_index(
        "ix_tickets_growing",
        "tickets",
        ["opened_at"],
        unique=False,
        postgresql_where=sa.text("category = 'complaint' AND closed_at IS NULL AND severity != 'major'"),
        sqlite_where=sa.text("category = 'complaint' AND closed_at IS NULL AND severity != 'major'"),
    )
    op.create_index(
        "ix_tickets_inquiry_due",
        "tickets",
        ["community_id", "inquiry_due_at", "id"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL"),
        sqlite_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_tickets_progress_due",
        "tickets",
        ["community_id", "progress_due_at", "id"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL"),
        sqlite_where=sa.text("closed_at IS NULL"),
    )

    _schedule_open_tickets()


def _schedule_open_tickets() -> None:
    """Requests that were open before are told of and asked after like new ones (handbook T-20)."""
    tickets = sa.table(
        "tickets",
        sa.column("id", sa.String),
        sa.column("opened_at", UtcDateTime()),
        sa.column("closed_at", UtcDateTime()),
        sa.column("progress_due_at", UtcDateTime()),
        sa.column("inquiry_due_at", UtcDateTime()),
    )
    opened = sa.select(tickets.c.id, tickets.c.opened_at).where(tickets.c.closed_at.is_(None))
    for ticket_id, opened_at in op.get_bind().execute(opened).all():
        due = {"progress_due_at": opened_at + timedelta(days=3), "inquiry_due_at": opened_at + timedelta(days=1)}
        op.execute(tickets.update().where(tickets.c.id == ticket_id).values(due))


def downgrade() -> None:
    op.drop_index(
        "ix_tickets_progress_due",
        table_name="tickets",
        postgresql_where=sa.text("closed_at IS NULL"),
        sqlite_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index(
        "ix_tickets_inquiry_due",
        table_name="tickets",
        postgresql_where=sa.text("closed_at IS NULL"),
        sqlite_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index(
        "ix_tickets_growing",
        table_name="tickets",
        postgresql_where=sa.text("category = 'complaint' AND closed_at IS NULL AND severity != 'major'"),
        sqlite_where=sa.text("category = 'complaint' AND closed_at IS NULL AND severity != 'major'"),
    )
    op.drop_column("tickets", "inquiry_due_at")
    op.drop_column("tickets", "progress_due_at")
    op.drop_column("tickets", "contractor")
    op.drop_column("tickets", "is_warranty")
    op.drop_column("tickets", "validity")

    with op.batch_alter_table("work_contact_slips", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_work_contact_slips_waiting",
            postgresql_where=sa.text("status = 'issued' AND overdue_at IS NULL"),
            sqlite_where=sa.text("status = 'issued' AND overdue_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_work_contact_slips_community_id"))

    op.drop_table("work_contact_slips")
    op.drop_table("ticket_work_lines")
    op.drop_table("slip_numbers")
    with op.batch_alter_table("promises", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_promises_community_id"))
        batch_op.drop_index("ix_promises_by_status")
        batch_op.drop_index("ix_promises_by_owner")
        batch_op.drop_index("ix_promises_by_due")
        batch_op.drop_index(
            "ix_promises_awake",
            postgresql_where=sa.text("wake_at IS NOT NULL"),
            sqlite_where=sa.text("wake_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_promises_about")

    op.drop_table("promises")
    with op.batch_alter_table("promise_handovers", schema=None) as batch_op:
        batch_op.drop_index("ix_promise_handovers_promise")

    op.drop_table("promise_handovers")
