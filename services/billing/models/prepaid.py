"""Households' prepaid balances as they are told, and what is paid out of them. Source: handbook B-05, B-06, R-07."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.billing.domain.payouts import OPEN_PAYOUTS
from services.billing.models.base import Base
from shared.runtime.database import UtcDateTime
from shared.runtime.tables import AggregateRow


class PrepaidAccount(AggregateRow, Base):
    """A household whose prepaid balance was told; `id` is the household's. The balance is the ledger's (B-05)."""

    __tablename__ = "prepaid_accounts"


class PrepaidPayout(AggregateRow, Base):
    """What of a prepaid balance goes back to a household. Names stand as on the day."""

    __tablename__ = "prepaid_payouts"
    __table_args__ = (
        UniqueConstraint("community_id", "voucher_year", "voucher_serial"),
        CheckConstraint("amount_fen > 0", name="amount_positive"),
        Index("ix_prepaid_payouts_newest", "community_id", "created_at", "id"),
        Index("ix_prepaid_payouts_by_status", "community_id", "status", "created_at", "id"),
        Index("ix_prepaid_payouts_by_room", "community_id", "room_code", "created_at", "id"),
        Index("ix_prepaid_payouts_by_household", "household_id", "created_at", "id"),
    )

    household_id: Mapped[str] = mapped_column(String(36))
    room_id: Mapped[str] = mapped_column(String(36))
    room_code: Mapped[str] = mapped_column(String(32))
    payer_name: Mapped[str] = mapped_column(String(100))
    status: Mapped[str] = mapped_column(String(16))
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    owed_fen: Mapped[int] = mapped_column(BigInteger, comment="by the household when it was asked for")

    requested_by: Mapped[str] = mapped_column(String(36), comment="account id")
    reason: Mapped[str] = mapped_column(String(200))
    payee_name: Mapped[str] = mapped_column(String(100))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(36), comment="account id")
    decided_by_name: Mapped[str | None] = mapped_column(String(100))
    refusal: Mapped[str | None] = mapped_column(String(200))

    paid_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paid_on: Mapped[date | None] = mapped_column(Date, comment="the community's day")
    paid_by: Mapped[str | None] = mapped_column(String(36), comment="account id")
    paid_by_name: Mapped[str | None] = mapped_column(String(100))
    method: Mapped[str | None] = mapped_column(String(16))
    external_transaction: Mapped[str | None] = mapped_column(String(64))
    voucher_year: Mapped[int | None] = mapped_column(Integer)
    voucher_serial: Mapped[int | None] = mapped_column(Integer)
    voucher_number: Mapped[str | None] = mapped_column(String(64))


_OPEN = PrepaidPayout.status.in_(tuple(status.value for status in OPEN_PAYOUTS))
Index("uq_prepaid_payouts_open", PrepaidPayout.household_id, unique=True, postgresql_where=_OPEN, sqlite_where=_OPEN)
