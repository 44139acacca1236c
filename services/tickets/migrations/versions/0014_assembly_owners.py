"""An owner of several rooms votes once; a community's own notice of assemblies"""

import sqlalchemy as sa
from alembic import op

from shared.runtime.database import JsonColumn

revision = "0014_assembly_owners"
down_revision = "0013_incidents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assembly_policies",
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="0: nothing of its own yet"),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_assembly_policies")),
    )
    # An assembly whose voting has opened goes on as it was announced: every room an owner.
    op.add_column("assembly_voters", sa.Column("owner_key", sa.String(length=36), nullable=True))
    op.add_column("assembly_voters", sa.Column("owner_rooms", sa.Integer(), nullable=True))
    op.add_column("assembly_voters", sa.Column("owner_area", sa.BigInteger(), nullable=True))
    op.execute("UPDATE assembly_voters SET owner_key = key, owner_rooms = 1, owner_area = area")
    with op.batch_alter_table("assembly_voters", schema=None) as batch_op:
        for column, kind in (
            ("owner_key", sa.String(length=36)),
            ("owner_rooms", sa.Integer()),
            ("owner_area", sa.BigInteger()),
        ):
            batch_op.alter_column(column, existing_type=kind, nullable=False)
    op.add_column("households", sa.Column("owners", JsonColumn, server_default="[]", nullable=False))
    # Households are told again on request, in the version that is here already: it must be taken as newer.
    op.execute("UPDATE households SET version = 0")


def downgrade() -> None:
    op.drop_column("households", "owners")
    for column in ("owner_area", "owner_rooms", "owner_key"):
        op.drop_column("assembly_voters", column)
    op.drop_table("assembly_policies")
