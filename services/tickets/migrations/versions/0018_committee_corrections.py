"""Corrections of the committee's members"""

import sqlalchemy as sa
from alembic import op

from shared.runtime.database import JsonColumn, UtcDateTime

revision = "0018_committee_corrections"
down_revision = "0017_quality_draws"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "committee_member_corrections",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("before", JsonColumn, nullable=False),
        sa.Column("after", JsonColumn, nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["committee_members.id"],
            name=op.f("fk_committee_member_corrections_member_id_committee_members"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_member_corrections")),
    )
    op.create_index(op.f("ix_committee_member_corrections_member_id"), "committee_member_corrections", ["member_id"])


def downgrade() -> None:
    op.drop_table("committee_member_corrections")
