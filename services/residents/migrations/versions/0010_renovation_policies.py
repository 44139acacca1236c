"""A community's own values of the renovation's rules; a permit keeps the hours that it was issued with"""

import sqlalchemy as sa
from alembic import op

from shared.runtime.database import JsonColumn

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_SECTIONS = ("works", "permits", "hot_work", "inspections", "notices", "overtime")


def upgrade() -> None:
    op.create_table(
        "renovation_policies",
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(section, JsonColumn, nullable=False) for section in _SECTIONS),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_renovation_policies")),
    )
    op.add_column("renovation_permits", sa.Column("works", JsonColumn, nullable=True))


def downgrade() -> None:
    op.drop_column("renovation_permits", "works")
    op.drop_table("renovation_policies")
