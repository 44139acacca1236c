"""Whom of the contractor to call; masked like every phone"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_COLUMNS = (("contractor_contact_id", 36), ("contractor_contact_name", 100), ("contractor_contact_phone", 32))


def upgrade() -> None:
    for name, length in _COLUMNS:
        op.add_column("renovations", sa.Column(name, sa.String(length=length), nullable=True))


def downgrade() -> None:
    for name, _ in reversed(_COLUMNS):
        op.drop_column("renovations", name)
