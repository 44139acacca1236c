"""Deposits that households paid in, and what became of them. Source: handbook B-07, B-09, R-36."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.billing.domain.deposits import OPEN
from services.billing.models.base import Base
from shared.runtime.database import JsonColumn, UtcDateTime
from shared.runtime.tables import AggregateRow


class Deposit(AggregateRow, Base):
    """The money held for one deposit charge; made by the first payment of it. Names stand as on the day."""

    __tablename__ = "deposits"
    __table_args__ = (
        UniqueConstraint("charge_id"),
        UniqueConstraint("community_id", "voucher_year", "voucher_serial"),
        CheckConstraint("paid_fen > 0", name="paid_positive"),
        CheckConstraint("deducted_fen BETWEEN 0 AND paid_fen", name="never_overdrawn"),
        CheckConstraint("refunded_fen BETWEEN 0 AND paid_fen - deducted_fen", name="never_overpaid"),
        Index("ix_deposits_newest", "community_id", "created_at", "id"),
        Index("ix_deposits_by_status", "community_id", "status", "created_at", "id"),
        Index("ix_deposits_by_room", "community_id", "room_code", "created_at", "id"),
        Index("ix_deposits_by_household", "household_id", "created_at", "id"),
        Index("ix_deposits_by_cause", "cause_id"),
    )

    charge_id: Mapped[str] = mapped_column(ForeignKey("charges.id"))
    household_id: Mapped[str] = mapped_column(String(36))
    room_id: Mapped[str] = mapped_column(String(36))
    room_code: Mapped[str] = mapped_column(String(32))
    payer_name: Mapped[str] = mapped_column(String(100))
    item: Mapped[str] = mapped_column(String(64))
    name_zh: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100))
    cause_kind: Mapped[str] = mapped_column(String(16))
    cause_id: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(16))

    paid_fen: Mapped[int] = mapped_column(BigInteger)
    deducted_fen: Mapped[int] = mapped_column(BigInteger)
    uncovered_fen: Mapped[int] = mapped_column(BigInteger, comment="claimed beyond what was paid in")
    refunded_fen: Mapped[int] = mapped_column(BigInteger)
    deductions: Mapped[list[dict[str, Any]]] = mapped_column(JsonColumn, comment="reason, amount_fen")
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    requested_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    requested_by: Mapped[str | None] = mapped_column(String(36), comment="account id")
    reason: Mapped[str | None] = mapped_column(String(200))
    payee_name: Mapped[str | None] = mapped_column(String(100))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(36), comment="account id")
    decided_by_name: Mapped[str | None] = mapped_column(String(100))
    refusal: Mapped[str | None] = mapped_column(String(200))

    refunded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refunded_on: Mapped[date | None] = mapped_column(Date, comment="the community's day")
    refunded_by: Mapped[str | None] = mapped_column(String(36), comment="account id")
    refunded_by_name: Mapped[str | None] = mapped_column(String(100))
    method: Mapped[str | None] = mapped_column(String(16))
    external_transaction: Mapped[str | None] = mapped_column(String(64))
    receipt_number: Mapped[str | None] = mapped_column(String(64), comment="the receipt that was handed in")
    voucher_year: Mapped[int | None] = mapped_column(Integer)
    voucher_serial: Mapped[int | None] = mapped_column(Integer)
    voucher_number: Mapped[str | None] = mapped_column(String(64))

    @property
    def refundable_fen(self) -> int:
        """Paid in, less what is kept and what went back already."""
        return self.paid_fen - self.deducted_fen - self.refunded_fen


_HELD = Deposit.status.in_(tuple(status.value for status in OPEN))
Index(
    "ix_deposits_open",
    Deposit.community_id,
    Deposit.created_at,
    Deposit.id,
    postgresql_where=_HELD,
    sqlite_where=_HELD,
)


class RenovationEnding(Base):
    """A completed renovation and what is to be kept of its deposit; it may be heard of before the charges are."""

    __tablename__ = "renovation_endings"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, comment="renovation id")
    community_id: Mapped[str] = mapped_column(String(36))
    completed_on: Mapped[date] = mapped_column(Date)
    deductions: Mapped[list[dict[str, Any]]] = mapped_column(JsonColumn, comment="reason, amount_fen")
    version: Mapped[int]


class RenovationWithdrawal(Base):
    """A renovation that will not be: it may be heard of before its approval, which charges nothing then (R-30)."""

    __tablename__ = "renovation_withdrawals"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, comment="renovation id")
    community_id: Mapped[str] = mapped_column(String(36))
    version: Mapped[int]
