"""Households over the thresholds of arrears, and a community's own thresholds. Source: handbook B-11."""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, Date, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from services.billing.models.base import Base
from shared.runtime.database import JsonColumn
from shared.runtime.tables import AggregateRow


class ArrearsPolicyRow(Base):
    """A community's own thresholds, and the day that was judged last by them or by the usual ones."""

    __tablename__ = "arrears_policies"
    __table_args__ = (
        CheckConstraint("months > 0", name="months_positive"),
        CheckConstraint("amount_fen > 0", name="amount_positive"),
    )

    community_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, comment="0: nothing of its own yet")
    months: Mapped[int | None] = mapped_column(Integer)
    amount_fen: Mapped[int | None] = mapped_column(BigInteger)
    judged_on: Mapped[date | None] = mapped_column(Date, comment="the community's day")


class ArrearsCrossing(AggregateRow, Base):
    """A household went over a threshold; it ends on the day on which it is under both again.

    The figures are those of the day on which it crossed.
    """

    __tablename__ = "arrears_crossings"
    __table_args__ = (Index("ix_arrears_crossings_newest", "community_id", "created_at", "id"),)

    household_id: Mapped[str] = mapped_column(String(36))
    room_id: Mapped[str] = mapped_column(String(36))
    room_code: Mapped[str] = mapped_column(String(32))
    crossed_on: Mapped[date] = mapped_column(Date)
    over: Mapped[list[str]] = mapped_column(JsonColumn, comment="age, amount")
    overdue_fen: Mapped[int] = mapped_column(BigInteger)
    oldest_due_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)


_LASTS = ArrearsCrossing.ended_on.is_(None)
Index(
    "uq_arrears_crossings_lasting",
    ArrearsCrossing.household_id,
    unique=True,
    postgresql_where=_LASTS,
    sqlite_where=_LASTS,
)
