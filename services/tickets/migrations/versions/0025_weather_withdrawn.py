"""A mistaken entry of the weather book is taken back"""

import sqlalchemy as sa
from alembic import op

from shared.runtime.database import UtcDateTime

revision = "0025_weather_withdrawn"
down_revision = "0024_unsatisfied_filings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("weather_entries", sa.Column("withdrawn_at", UtcDateTime(), nullable=True))
    op.add_column("weather_entries", sa.Column("withdrawn_by", sa.String(length=36), nullable=True))
    op.add_column("weather_entries", sa.Column("withdrawn_reason", sa.String(length=200), nullable=True))


def downgrade() -> None:
    op.drop_column("weather_entries", "withdrawn_reason")
    op.drop_column("weather_entries", "withdrawn_by")
    op.drop_column("weather_entries", "withdrawn_at")
