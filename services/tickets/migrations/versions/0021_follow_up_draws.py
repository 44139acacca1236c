"""How tickets were drawn for their visits is kept, and who drew the visits on site"""

import sqlalchemy as sa
from alembic import op

from shared.runtime.database import JsonColumn, UtcDateTime

revision = "0021_follow_up_draws"
down_revision = "0020_assembly_cancelled"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "follow_ups",
        sa.Column(
            "causes",
            JsonColumn,
            nullable=False,
            server_default="[]",
            comment="why it is made; empty: planned before they were kept",
        ),
    )
    op.create_table(
        "sample_draws",
        sa.Column("ticket_id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("drawn_at", UtcDateTime(), nullable=False),
        sa.Column("seed", sa.String(length=100), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False, comment="0 to 9,999 of the seed and the ticket"),
        sa.Column("coverage_class", sa.String(length=16), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False, comment="of its class to be visited"),
        sa.Column("on_site_percent", sa.Integer(), nullable=False, comment="of repairs to be visited on site"),
        sa.Column("month_closed", sa.Integer(), nullable=True, comment="of the class before it"),
        sa.Column("month_planned", sa.Integer(), nullable=True, comment="of these with a visit"),
        sa.Column("causes", JsonColumn, nullable=False, comment="why it was taken; empty: left out"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_sample_draws_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_sample_draws")),
    )
    op.create_table(
        "on_site_draws",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("system_day", sa.Date(), nullable=True, comment="the local day of the system's own; null: by hand"),
        sa.Column("seed", sa.String(length=100), nullable=False),
        sa.Column("households_wanted", sa.Integer(), nullable=False),
        sa.Column("households_before", sa.Integer(), nullable=False, comment="made or planned before the draw"),
        sa.Column("repairs_wanted", sa.Integer(), nullable=False),
        sa.Column("repairs_before", sa.Integer(), nullable=False),
        sa.Column("follow_up_ids", JsonColumn, nullable=False, comment="on site from then on, in the order drawn"),
        sa.Column("drawn_at", UtcDateTime(), nullable=False),
        sa.Column("drawn_by", sa.String(length=36), nullable=True, comment="null: the system"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_on_site_draws")),
        sa.UniqueConstraint("community_id", "system_day", name=op.f("uq_on_site_draws_community_id_system_day")),
    )
    op.create_index("ix_on_site_draws_month", "on_site_draws", ["community_id", "month", "drawn_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_on_site_draws_month", table_name="on_site_draws")
    op.drop_table("on_site_draws")
    op.drop_table("sample_draws")
    op.drop_column("follow_ups", "causes")
