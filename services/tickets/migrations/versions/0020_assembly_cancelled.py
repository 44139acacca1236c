"""Who cancelled an assembly, when and why"""

import sqlalchemy as sa
from alembic import op

from shared.runtime.database import UtcDateTime

revision = "0020_assembly_cancelled"
down_revision = "0019_room_hand_over"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("assemblies", sa.Column("cancelled_at", UtcDateTime(), nullable=True))
    op.add_column("assemblies", sa.Column("cancelled_by", sa.String(length=36), nullable=True))
    op.add_column("assemblies", sa.Column("cancelled_reason", sa.String(length=200), nullable=True))


def downgrade() -> None:
    for column in ("cancelled_reason", "cancelled_by", "cancelled_at"):
        op.drop_column("assemblies", column)
