"""Charges. Source: handbook B-03, B-17."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.billing.models.base import Base
from shared.runtime.database import UtcDateTime
from shared.runtime.tables import AggregateRow


class Charge(AggregateRow, Base):
    """What a household owes for one item of one cause.

    Posted once: `amount_fen` never changes. Payments and credits lower `outstanding_fen`, credits are summed up.
    """

    __tablename__ = "charges"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        UniqueConstraint("cause_kind", "cause_id", "item"),
        CheckConstraint("amount_fen > 0", name="amount_positive"),
        CheckConstraint("outstanding_fen BETWEEN 0 AND amount_fen", name="never_overpaid"),
        CheckConstraint("credited_fen BETWEEN 0 AND amount_fen", name="never_overcredited"),
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
    credited_fen: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0", comment="taken back (B-07)")
    period: Mapped[str | None] = mapped_column(String(16), comment="`2026-11` for recurring charges")
    charged_from: Mapped[date | None] = mapped_column(Date, comment="first day of the period that is charged")
    charged_until: Mapped[date | None] = mapped_column(Date, comment="last day of the period that is charged")
    unit_price_fen: Mapped[int | None] = mapped_column(BigInteger, comment="of recurring charges")
    area_dm2: Mapped[int | None] = mapped_column(Integer, comment="of what is charged by area")
    posted_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    cause_kind: Mapped[str] = mapped_column(String(16))
    cause_id: Mapped[str] = mapped_column(String(64))


class ChargeCredit(Base):
    """What was taken back of a charge by a counter-posting; the charge itself stays. Source: handbook B-07, R-07."""

    __tablename__ = "charge_credits"
    __table_args__ = (
        CheckConstraint("amount_fen > 0", name="amount_positive"),
        CheckConstraint("prepaid_fen BETWEEN 0 AND amount_fen", name="prepaid_within"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36), index=True)
    charge_id: Mapped[str] = mapped_column(ForeignKey("charges.id"), index=True)
    household_id: Mapped[str] = mapped_column(String(36))
    reason: Mapped[str] = mapped_column(String(24))
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    prepaid_fen: Mapped[int] = mapped_column(BigInteger, comment="the part that had been paid")
    credited_on: Mapped[date] = mapped_column(Date, comment="the community's day")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


_OPEN = Charge.outstanding_fen > 0
Index("ix_charges_open", Charge.household_id, Charge.due_on, postgresql_where=_OPEN, sqlite_where=_OPEN)
Index("ix_charges_due", Charge.community_id, Charge.due_on, postgresql_where=_OPEN, sqlite_where=_OPEN)
