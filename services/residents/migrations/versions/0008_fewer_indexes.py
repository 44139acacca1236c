"""Indexes on the community alone, where others begin with it: nothing reads by them, and every row is written to them"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TABLES = ("archives", "households", "persons", "rooms")


def upgrade() -> None:
    for table in _TABLES:
        op.drop_index(f"ix_{table}_community_id", table_name=table)


def downgrade() -> None:
    for table in _TABLES:
        op.create_index(f"ix_{table}_community_id", table, ["community_id"], unique=False)
