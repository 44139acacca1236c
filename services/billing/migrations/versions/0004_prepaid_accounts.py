"""Households' prepaid balances are told: who had one before this version is told by the republishing."""

import sqlalchemy as sa
from alembic import op

from shared.runtime.database import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "prepaid_accounts",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("community_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prepaid_accounts")),
    )
    op.create_index(op.f("ix_prepaid_accounts_community_id"), "prepaid_accounts", ["community_id"], unique=False)
    # Entries of a household are of one community; the first of them opened its account.
    op.execute(
        "INSERT INTO prepaid_accounts (id, community_id, version, event_sequence, created_at) "
        "SELECT entries.household_id, MIN(entries.community_id), 1, 0, MIN(entries.posted_at) "
        "FROM ledger_entries AS entries JOIN ledger_postings AS postings ON postings.entry_id = entries.id "
        "WHERE postings.debit_account = 'prepaid' OR postings.credit_account = 'prepaid' "
        "GROUP BY entries.household_id"
    )


def downgrade() -> None:
    """Back to the revision before."""
    op.drop_index(op.f("ix_prepaid_accounts_community_id"), table_name="prepaid_accounts")
    op.drop_table("prepaid_accounts")
