"""Incidents, and the tickets that raise them"""

import sqlalchemy as sa
from alembic import op

from shared.runtime.database import UtcDateTime

revision = "0013_incidents"
down_revision = "0012_survey_visits_waiting"
branch_labels = None
depends_on = None

_DANGER = sa.text("category = 'public_safety' AND nature = 'important'")


def upgrade() -> None:
    op.create_table(
        "incidents",
        sa.Column("ticket_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_incidents_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
        sa.UniqueConstraint("ticket_id", name=op.f("uq_incidents_ticket_id")),
    )
    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incidents_community_id"), ["community_id"], unique=False)
    op.create_index(
        "ix_tickets_of_danger",
        "tickets",
        ["opened_at", "id"],
        unique=False,
        postgresql_where=_DANGER,
        sqlite_where=_DANGER,
    )


def downgrade() -> None:
    op.drop_index("ix_tickets_of_danger", table_name="tickets")
    op.drop_table("incidents")
