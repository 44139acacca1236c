"""Work-contact slips are tracked to the end"""

import sqlalchemy as sa
from alembic import op

from shared.runtime.database import UtcDateTime

revision = "0010_slips"
down_revision = "0009_policies"
branch_labels = None
depends_on = None

_OPEN = sa.text("closed_at IS NULL")
_WITH_THEIR_TICKET = """
UPDATE work_contact_slips SET
  closed_at = (SELECT closed_at FROM tickets WHERE tickets.id = work_contact_slips.ticket_id),
  status = CASE WHEN status = 'passed_on' THEN status ELSE 'closed' END
WHERE EXISTS (SELECT 1 FROM tickets WHERE tickets.id = work_contact_slips.ticket_id AND tickets.closed_at IS NOT NULL)
"""
_PASSED_ON = """
UPDATE work_contact_slips SET closed_at = (
  SELECT above.created_at FROM work_contact_slips AS above
  WHERE above.ticket_id = work_contact_slips.ticket_id AND above.level = 'manager')
WHERE status = 'passed_on'
"""
_REOPENED = """
UPDATE work_contact_slips SET status = CASE WHEN answered_at IS NULL THEN 'issued' ELSE 'answered' END
WHERE status = 'closed'
"""


def upgrade() -> None:
    op.add_column("work_contact_slips", sa.Column("closed_at", UtcDateTime(), nullable=True))
    op.execute(_WITH_THEIR_TICKET)
    op.execute(_PASSED_ON)
    op.create_index("ix_work_contact_slips_by_due", "work_contact_slips", ["community_id", "answer_by", "id"])
    op.create_index("ix_work_contact_slips_by_handler", "work_contact_slips", ["handler_id", "answer_by", "id"])
    op.create_index(
        "ix_work_contact_slips_open",
        "work_contact_slips",
        ["community_id", "answer_by", "id"],
        postgresql_where=_OPEN,
        sqlite_where=_OPEN,
    )


def downgrade() -> None:
    for name in ("open", "by_handler", "by_due"):
        op.drop_index(f"ix_work_contact_slips_{name}", "work_contact_slips")
    op.execute(_REOPENED)
    op.drop_column("work_contact_slips", "closed_at")
