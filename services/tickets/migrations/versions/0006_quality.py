"""Corrective actions, what tickets are about"""

import sqlalchemy as sa
from alembic import op

from shared.runtime.database import JsonColumn, UtcDateTime

revision = "0006_quality"
down_revision = "0005_surveys"
branch_labels = None
depends_on = None


# Plain statements where `tickets` changes: a batch copies and drops the table, which SQLite refuses while other rows
# point to it, and would lose the triggers that its search is kept by.
def upgrade() -> None:
    op.add_column(
        "tickets",
        sa.Column(
            "matter",
            sa.String(length=64),
            nullable=True,
            comment="what it is about; null: taken in before the rule",
        ),
    )
    op.add_column(
        "tickets",
        sa.Column("matter_place", sa.String(length=32), nullable=True, comment="where the matter is one (T-21)"),
    )
    with op.batch_alter_table("policies", schema=None) as batch_op:
        batch_op.add_column(sa.Column("repetition", JsonColumn, server_default="{}", nullable=False))

    op.create_table(
        "corrective_action_numbers",
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("community_id", "year", name=op.f("pk_corrective_action_numbers")),
    )
    op.create_table(
        "corrective_actions",
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("category", sa.String(length=24), nullable=True),
        sa.Column("matter", sa.String(length=64), nullable=True),
        sa.Column("place", sa.String(length=32), nullable=True),
        sa.Column("round", sa.Integer(), nullable=True),
        sa.Column("title_zh", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.String(length=36), nullable=True, comment="null: the repetition itself"),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("analysed_by", sa.String(length=36), nullable=True),
        sa.Column("analysed_at", UtcDateTime(), nullable=True),
        sa.Column("measures", sa.Text(), nullable=True),
        sa.Column("prevention", sa.Text(), nullable=True),
        sa.Column("responsible_id", sa.String(length=36), nullable=True),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("overdue_at", UtcDateTime(), nullable=True, comment="the deadline, once it passed unkept"),
        sa.Column("planned_by", sa.String(length=36), nullable=True),
        sa.Column("planned_at", UtcDateTime(), nullable=True),
        sa.Column("checked_by", sa.String(length=36), nullable=True),
        sa.Column("checked_at", UtcDateTime(), nullable=True),
        sa.Column("approved_by", sa.String(length=36), nullable=True),
        sa.Column("approved_at", UtcDateTime(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("done_by", sa.String(length=36), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("verification", sa.Text(), nullable=True),
        sa.Column("verified_by", sa.String(length=36), nullable=True),
        sa.Column("verified_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrective_actions")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_corrective_actions_community_id_number")),
        sa.UniqueConstraint(
            "community_id",
            "category",
            "matter",
            "place",
            "round",
            name=op.f("uq_corrective_actions_community_id_category_matter_place_round"),
        ),
    )
    with op.batch_alter_table("corrective_actions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_corrective_actions_community_id"), ["community_id"], unique=False)
        batch_op.create_index("ix_corrective_actions_newest", ["community_id", "created_at", "id"], unique=False)
        batch_op.create_index(
            "ix_corrective_actions_by_status", ["community_id", "status", "created_at", "id"], unique=False
        )
        running = sa.text("overdue_at IS NULL AND status IN ('planned', 'checked', 'approved')")
        batch_op.create_index(
            "ix_corrective_actions_running", ["due_at"], unique=False, postgresql_where=running, sqlite_where=running
        )

    op.create_table(
        "corrective_action_tickets",
        sa.Column("ticket_id", sa.String(length=36), nullable=False),
        sa.Column("action_id", sa.String(length=36), nullable=False),
        sa.Column("ticket_number", sa.String(length=16), nullable=False),
        sa.Column("linked_by", sa.String(length=36), nullable=True, comment="null: the repetition itself"),
        sa.Column("linked_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["corrective_actions.id"],
            name=op.f("fk_corrective_action_tickets_action_id_corrective_actions"),
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_corrective_action_tickets_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_corrective_action_tickets")),
    )
    with op.batch_alter_table("corrective_action_tickets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_corrective_action_tickets_action_id"), ["action_id"], unique=False)

    op.create_table(
        "corrective_action_steps",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("action_id", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_id", sa.String(length=36), nullable=True),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("details", JsonColumn, nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["corrective_actions.id"],
            name=op.f("fk_corrective_action_steps_action_id_corrective_actions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrective_action_steps")),
    )
    with op.batch_alter_table("corrective_action_steps", schema=None) as batch_op:
        batch_op.create_index("ix_corrective_action_steps_of", ["action_id", "at", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("corrective_action_steps")
    op.drop_table("corrective_action_tickets")
    op.drop_table("corrective_actions")
    op.drop_table("corrective_action_numbers")
    with op.batch_alter_table("policies", schema=None) as batch_op:
        batch_op.drop_column("repetition")
    op.drop_column("tickets", "matter_place")
    op.drop_column("tickets", "matter")
