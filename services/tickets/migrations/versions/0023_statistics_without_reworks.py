"""The index that a month is counted from tells reworks from requests; PostgreSQL alone has such an index"""

from alembic import op

revision = "0023_statistics_without_reworks"
down_revision = "0022_progress_told"
branch_labels = None
depends_on = None

_KEY = ["community_id", "opened_at", "id"]
_CARRIED = ["category", "nature", "severity", "source", "department", "building", "matter", "outcome"]


def _carry(columns: list[str]) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_tickets_newest", table_name="tickets")
        op.create_index("ix_tickets_newest", "tickets", _KEY, unique=False, postgresql_include=columns)


def upgrade() -> None:
    _carry([*_CARRIED, "rework_of"])


def downgrade() -> None:
    _carry(_CARRIED)
