"""Lines of history that a department keeps to itself"""

import sqlalchemy as sa
from alembic import op

revision = "0011_history"
down_revision = "0010_slips"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "ticket_steps", sa.Column("department", sa.String(24), nullable=True, comment="keeps the line to itself")
    )


def downgrade() -> None:
    op.execute("DELETE FROM ticket_steps WHERE department IS NOT NULL")  # nobody else may read them
    op.drop_column("ticket_steps", "department")
