"""Payments, where they went, and their receipts. Source: handbook B-06."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.billing.models.base import Base
from services.billing.models.charges import Charge
from shared.runtime.database import UtcDateTime
from shared.runtime.tables import AggregateRow


class Payment(AggregateRow, Base):
    """Money taken once, and its receipt: names stand as they were on that day."""

    __tablename__ = "payments"
    __table_args__ = (
        UniqueConstraint("community_id", "external_transaction"),
        UniqueConstraint("community_id", "receipt_year", "receipt_serial"),
        CheckConstraint("amount_fen > 0", name="amount_positive"),
        CheckConstraint("prepaid_fen BETWEEN 0 AND amount_fen", name="prepaid_within"),
        Index("ix_payments_newest", "community_id", "received_at", "id"),
        Index("ix_payments_by_household", "household_id", "received_at", "id"),
        Index("ix_payments_by_room", "community_id", "room_code", "received_at", "id"),
        Index("ix_payments_by_receipt", "receipt_number"),
    )

    household_id: Mapped[str] = mapped_column(String(36))
    room_id: Mapped[str] = mapped_column(String(36))
    room_code: Mapped[str] = mapped_column(String(32))
    payer_name: Mapped[str] = mapped_column(String(100))
    method: Mapped[str] = mapped_column(String(16))
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    prepaid_fen: Mapped[int] = mapped_column(BigInteger)
    external_transaction: Mapped[str | None] = mapped_column(String(64))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_on: Mapped[date] = mapped_column(Date, comment="the community's day")
    received_by: Mapped[str] = mapped_column(String(36), comment="account id")
    received_by_name: Mapped[str] = mapped_column(String(100))
    receipt_year: Mapped[int] = mapped_column(Integer)
    receipt_serial: Mapped[int] = mapped_column(Integer)
    receipt_number: Mapped[str] = mapped_column(String(64))

    allocations: Mapped[list["PaymentAllocation"]] = relationship(
        lazy="raise", order_by="PaymentAllocation.line", cascade="all"
    )


class PaymentAllocation(Base):
    """What went to one charge, and what that charge owed right after."""

    __tablename__ = "payment_allocations"
    __table_args__ = (
        UniqueConstraint("payment_id", "charge_id"),
        CheckConstraint("amount_fen > 0", name="amount_positive"),
    )

    payment_id: Mapped[str] = mapped_column(ForeignKey("payments.id"), primary_key=True)
    line: Mapped[int] = mapped_column(Integer, primary_key=True)
    charge_id: Mapped[str] = mapped_column(ForeignKey("charges.id"), index=True)
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    outstanding_fen: Mapped[int] = mapped_column(BigInteger)

    charge: Mapped[Charge] = relationship(lazy="raise")
