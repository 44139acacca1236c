"""Payouts of prepaid balances."""

import sqlalchemy as sa
from alembic import op

from shared.runtime.database import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_OPEN = sa.text("status IN ('requested', 'approved')")


def _words(*names: tuple[str, int], nullable: bool, comment: str | None = None) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(length=length), nullable=nullable, comment=comment) for name, length in names]


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "prepaid_payouts",
        *_words(
            ("household_id", 36),
            ("room_id", 36),
            ("room_code", 32),
            ("payer_name", 100),
            ("status", 16),
            nullable=False,
        ),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("owed_fen", sa.BigInteger(), nullable=False, comment="by the household when it was asked for"),
        *_words(("requested_by", 36), nullable=False, comment="account id"),
        *_words(("reason", 200), ("payee_name", 100), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        *_words(("decided_by", 36), nullable=True, comment="account id"),
        *_words(("decided_by_name", 100), ("refusal", 200), nullable=True),
        sa.Column("paid_at", UtcDateTime(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True, comment="the community's day"),
        *_words(("paid_by", 36), nullable=True, comment="account id"),
        *_words(("paid_by_name", 100), ("method", 16), ("external_transaction", 64), nullable=True),
        sa.Column("voucher_year", sa.Integer(), nullable=True),
        sa.Column("voucher_serial", sa.Integer(), nullable=True),
        *_words(("voucher_number", 64), nullable=True),
        *_words(("id", 36), ("community_id", 36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("amount_fen > 0", name=op.f("ck_prepaid_payouts_amount_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prepaid_payouts")),
        sa.UniqueConstraint(
            "community_id",
            "voucher_year",
            "voucher_serial",
            name=op.f("uq_prepaid_payouts_community_id_voucher_year_voucher_serial"),
        ),
    )
    for name, columns in (
        (op.f("ix_prepaid_payouts_community_id"), ["community_id"]),
        ("ix_prepaid_payouts_newest", ["community_id", "created_at", "id"]),
        ("ix_prepaid_payouts_by_status", ["community_id", "status", "created_at", "id"]),
        ("ix_prepaid_payouts_by_room", ["community_id", "room_code", "created_at", "id"]),
        ("ix_prepaid_payouts_by_household", ["household_id", "created_at", "id"]),
    ):
        op.create_index(name, "prepaid_payouts", columns, unique=False)
    op.create_index(
        "uq_prepaid_payouts_open",
        "prepaid_payouts",
        ["household_id"],
        unique=True,
        postgresql_where=_OPEN,
        sqlite_where=_OPEN,
    )


def downgrade() -> None:
    """Back to the revision before."""
    op.drop_table("prepaid_payouts")
