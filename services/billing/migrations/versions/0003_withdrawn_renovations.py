"""Renovations that were withdrawn after their approval."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "renovation_withdrawals",
        sa.Column("id", sa.String(length=36), nullable=False, comment="renovation id"),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renovation_withdrawals")),
    )


def downgrade() -> None:
    """Back to the revision before."""
    op.drop_table("renovation_withdrawals")
