"""A month of service is counted from the index; PostgreSQL alone has indexes that carry more than their key"""

import sqlalchemy as sa
from alembic import op

revision = "0016_statistics_indexes"
down_revision = "0015_patrol_revisions"
branch_labels = None
depends_on = None

_KEY = ["community_id", "opened_at", "id"]
_CARRIED = ["category", "nature", "severity", "source", "department", "building", "matter", "outcome"]
_REOPENED = sa.text("action = 'reopen'")


def upgrade() -> None:
    op.create_index(
        "ix_ticket_steps_reopened",
        "ticket_steps",
        ["ticket_id"],
        unique=False,
        postgresql_where=_REOPENED,
        sqlite_where=_REOPENED,
    )
    if op.get_bind().dialect.name == "postgresql":
        # In the place of the narrow one: a ticket that is taken in writes no index more.
        op.drop_index("ix_tickets_newest", table_name="tickets")
        op.create_index("ix_tickets_newest", "tickets", _KEY, unique=False, postgresql_include=_CARRIED)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_tickets_newest", table_name="tickets")
        op.create_index("ix_tickets_newest", "tickets", _KEY, unique=False)
    op.drop_index("ix_ticket_steps_reopened", table_name="ticket_steps")
