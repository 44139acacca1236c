"""Unsatisfied repairs of a month are filed"""

import sqlalchemy as sa
from alembic import op

from shared.runtime.database import UtcDateTime

revision = "0024_unsatisfied_filings"
down_revision = "0023_statistics_without_reworks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unsatisfied_filings",
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("filed_at", UtcDateTime(), nullable=False),
        sa.Column("renewed_at", UtcDateTime(), nullable=False),
        sa.Column("renewed_on", sa.Date(), nullable=False, comment="the community's day of it"),
        sa.Column("is_final", sa.Boolean(), nullable=False, comment="renewed after the month had ended"),
        sa.Column("repairs", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("community_id", "month", name=op.f("pk_unsatisfied_filings")),
    )
    op.create_table(
        "filed_repairs",
        sa.Column("follow_up_id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("ticket_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("room_code", sa.String(length=32), nullable=True),
        sa.Column("summary", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        sa.Column("visited_by", sa.String(length=36), nullable=True),
        sa.Column("assignee_id", sa.String(length=36), nullable=True, comment="whose work it was"),
        sa.Column("rework_ticket_id", sa.String(length=36), nullable=True),
        sa.Column("filed_at", UtcDateTime(), nullable=False, comment="later than the filing: it was found later"),
        sa.PrimaryKeyConstraint("follow_up_id", name=op.f("pk_filed_repairs")),
    )
    op.create_index(
        "ix_filed_repairs_newest", "filed_repairs", ["community_id", "found_at", "follow_up_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_filed_repairs_newest", table_name="filed_repairs")
    op.drop_table("filed_repairs")
    op.drop_table("unsatisfied_filings")
