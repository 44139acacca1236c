"""Charges. Source: handbook B-03, B-17."""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, Date, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.billing.models.base import Base
from shared.runtime.tables import AggregateRow


class Charge(AggregateRow, Base):
    """What a household owes for one item of one cause. Posted once; only `outstanding_fen` ever changes."""

    __tablename__ = "charges"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        UniqueConstraint("cause_kind", "cause_id", "item"),
        CheckConstraint("amount_fen > 0", name="amount_positive"),
        CheckConstraint("outstanding_fen BETWEEN 0 AND amount_fen", name="never_overpaid"),
        Index("ix_charges_newest", "community_id", "created_at", "id"),
        Index("ix_charges_by_household", "household_id", "created_at", "id"),
        Index("ix_charges_by_room", "community_id", "room_code", "created_at", "id"),
        Index("ix_charges_by_cause", "cause_id"),
    )

    number: Mapped[str] = mapped_column(String(24))
    household_id: Mapped[str] = mapped_column(String(36))
    room_id: Mapped[str] = mapped_column(String(36))
    room_code: Mapped[str] = mapped_column(String(32))
    item: Mapped[str] = mapped_column(String(64))
    name_zh: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100))
    unit: Mapped[str] = mapped_column(String(16))
    nature: Mapped[str] = mapped_column(String(16))
    quantity: Mapped[int] = mapped_column(Integer)
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    outstanding_fen: Mapped[int] = mapped_column(BigInteger)
    period: Mapped[str | None] = mapped_column(String(16), comment="`2026-11` for recurring charges")
    posted_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    cause_kind: Mapped[str] = mapped_column(String(16))
    cause_id: Mapped[str] = mapped_column(String(64))


_OPEN = Charge.outstanding_fen > 0
Index("ix_charges_open", Charge.household_id, Charge.due_on, postgresql_where=_OPEN, sqlite_where=_OPEN)
Index("ix_charges_due", Charge.community_id, Charge.due_on, postgresql_where=_OPEN, sqlite_where=_OPEN)
