"""Courtesy visits, planned and made. Source: handbook T-24."""

from datetime import date, datetime

from sqlalchemy import Date, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.tickets.models import Base
from shared.runtime.database import UtcDateTime
from shared.runtime.tables import AggregateRow


class CourtesyPlan(Base):
    """The draw of a month; a community has one. `month` is its first day."""

    __tablename__ = "courtesy_plans"
    __table_args__ = (UniqueConstraint("community_id", "month"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    month: Mapped[date] = mapped_column(Date)
    seed: Mapped[str] = mapped_column(String(64))
    residences: Mapped[int] = mapped_column(Integer, comment="asked of the month by the policy (T-24)")
    offices: Mapped[int] = mapped_column(Integer, comment="tenants whose turn it was")
    drawn_at: Mapped[datetime] = mapped_column(UtcDateTime)
    drawn_by: Mapped[str] = mapped_column(String(36))


class CourtesyVisit(AggregateRow, Base):
    """A household or tenant to call on in a month, and what came of it; one a household and month."""

    __tablename__ = "courtesy_visits"
    __table_args__ = (
        UniqueConstraint("community_id", "month", "household_id"),
        Index("ix_courtesy_visits_newest", "community_id", "month", "id"),
        Index("ix_courtesy_visits_household", "household_id", "month"),
    )

    month: Mapped[date] = mapped_column(Date, comment="first day of the month")
    kind: Mapped[str] = mapped_column(String(16))
    household_id: Mapped[str] = mapped_column(String(36))
    room_code: Mapped[str] = mapped_column(String(32))
    is_planned: Mapped[bool]
    status: Mapped[str] = mapped_column(String(16))
    visited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    visited_by: Mapped[str | None] = mapped_column(String(36))
    spoke_with: Mapped[str | None] = mapped_column(String(100))
    said: Mapped[str | None] = mapped_column(Text)
    ticket_id: Mapped[str | None] = mapped_column(String(36))
