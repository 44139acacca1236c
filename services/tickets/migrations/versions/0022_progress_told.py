"""The owner is told once of each progress report that falls due"""

import sqlalchemy as sa
from alembic import op

from shared.runtime.database import UtcDateTime

revision = "0022_progress_told"
down_revision = "0021_follow_up_draws"
branch_labels = None
depends_on = None

_TO_TELL = sa.text("closed_at IS NULL AND progress_tell_at IS NOT NULL")


def upgrade() -> None:
    op.add_column(
        "tickets",
        sa.Column(
            "progress_tell_at",
            UtcDateTime(),
            nullable=True,
            comment="when its owner is told of the report to make; null: told (T-20)",
        ),
    )
    # What is open and due already is told once after the upgrade.
    op.execute("UPDATE tickets SET progress_tell_at = progress_due_at WHERE closed_at IS NULL")
    op.create_index(
        "ix_tickets_progress_tell",
        "tickets",
        ["progress_tell_at"],
        unique=False,
        postgresql_where=_TO_TELL,
        sqlite_where=_TO_TELL,
    )


def downgrade() -> None:
    op.drop_index("ix_tickets_progress_tell", table_name="tickets")
    op.drop_column("tickets", "progress_tell_at")
