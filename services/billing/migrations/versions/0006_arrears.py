"""Households over the thresholds of arrears."""

import sqlalchemy as sa
from alembic import op

from shared.runtime.database import JsonColumn, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_LASTS = sa.text("ended_on IS NULL")


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "arrears_policies",
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="0: nothing of its own yet"),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=True),
        sa.Column("judged_on", sa.Date(), nullable=True, comment="the community's day"),
        sa.CheckConstraint("months > 0", name=op.f("ck_arrears_policies_months_positive")),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_arrears_policies_amount_positive")),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_arrears_policies")),
    )
    op.create_table(
        "arrears_crossings",
        sa.Column("household_id", sa.String(length=36), nullable=False),
        sa.Column("room_id", sa.String(length=36), nullable=False),
        sa.Column("room_code", sa.String(length=32), nullable=False),
        sa.Column("crossed_on", sa.Date(), nullable=False),
        sa.Column("over", JsonColumn, nullable=False, comment="age, amount"),
        sa.Column("overdue_fen", sa.BigInteger(), nullable=False),
        sa.Column("oldest_due_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrears_crossings")),
    )
    with op.batch_alter_table("arrears_crossings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_arrears_crossings_community_id"), ["community_id"], unique=False)
        batch_op.create_index("ix_arrears_crossings_newest", ["community_id", "created_at", "id"], unique=False)
        batch_op.create_index(
            "uq_arrears_crossings_lasting",
            ["household_id"],
            unique=True,
            postgresql_where=_LASTS,
            sqlite_where=_LASTS,
        )


def downgrade() -> None:
    """Back to the revision before."""
    op.drop_table("arrears_crossings")
    op.drop_table("arrears_policies")
