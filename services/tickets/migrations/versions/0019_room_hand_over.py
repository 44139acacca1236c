"""Whether a room has been handed over: until then the builder votes for it"""

import sqlalchemy as sa
from alembic import op

revision = "0019_room_hand_over"
down_revision = "0018_committee_corrections"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rooms", sa.Column("hand_over", sa.String(length=16), nullable=True))
    # Rooms are told again on request, in the version that is here already: it must be taken as newer.
    op.execute("UPDATE rooms SET version = 0")


def downgrade() -> None:
    op.drop_column("rooms", "hand_over")
