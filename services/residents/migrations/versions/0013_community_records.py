"""Records of the whole community: results of owners' assemblies"""

import sqlalchemy as sa
from alembic import op

from shared.runtime.database import JsonColumn, UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "community_records",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("reference_id", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False, comment="when what it records was published"),
        sa.Column("dated_on", sa.Date(), nullable=False, comment="the same as the community's day"),
        sa.Column("details", JsonColumn, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("signed_by", sa.String(length=100), nullable=True),
        sa.Column("filed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community_records")),
        sa.UniqueConstraint("kind", "reference_id", name=op.f("uq_community_records_kind_reference_id")),
    )
    with op.batch_alter_table("community_records", schema=None) as batch_op:
        batch_op.create_index("ix_community_records_newest", ["community_id", "recorded_at", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("community_records")
