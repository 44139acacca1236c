"""Follow-up visits and the policy that plans them. Source: handbook T-16 … T-19."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.tickets.models import Base
from shared.runtime.database import JsonColumn, UtcDateTime
from shared.runtime.tables import AggregateRow


class FollowUp(AggregateRow, Base):
    """A visit after a closed ticket; repeats what its event needs of the ticket."""

    __tablename__ = "follow_ups"
    __table_args__ = (
        Index("ix_follow_ups_by_due", "community_id", "due_at", "id"),
        Index("ix_follow_ups_by_status", "community_id", "status", "due_at", "id"),
    )

    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"), index=True)
    ticket_number: Mapped[str] = mapped_column(String(16))
    category: Mapped[str] = mapped_column(String(24))
    room_code: Mapped[str | None] = mapped_column(String(32))
    household_id: Mapped[str | None] = mapped_column(String(36))
    visitor_level: Mapped[str] = mapped_column(String(16))
    on_site_required: Mapped[bool]
    status: Mapped[str] = mapped_column(String(16))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    latest_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="ten working days after completion (T-17)")
    rain_awaited_since: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="completion of a leak's repair, until it has rained (T-17)"
    )
    failed_attempts: Mapped[int] = mapped_column(Integer, default=0)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by: Mapped[str | None] = mapped_column(String(36))
    on_site: Mapped[bool | None]
    reason: Mapped[str | None] = mapped_column(Text)
    rework_ticket_id: Mapped[str | None] = mapped_column(String(36))
    causes: Mapped[list[Any]] = mapped_column(
        JsonColumn, default=list, server_default="[]", comment="why it is made; empty: planned before they were kept"
    )

    attempts: Mapped[list["FollowUpAttempt"]] = relationship(lazy="raise", order_by="FollowUpAttempt.at")


_SCHEDULED = FollowUp.status == "scheduled"
Index("ix_follow_ups_scheduled", FollowUp.due_at, postgresql_where=_SCHEDULED, sqlite_where=_SCHEDULED)
_AWAITING_RAIN = FollowUp.rain_awaited_since.is_not(None)
Index(
    "ix_follow_ups_awaiting_rain",
    FollowUp.community_id,
    FollowUp.rain_awaited_since,
    postgresql_where=_AWAITING_RAIN,
    sqlite_where=_AWAITING_RAIN,
)


class FollowUpAttempt(Base):
    """A contact that was tried. Only failed ones on different occasions count (T-19)."""

    __tablename__ = "follow_up_attempts"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    follow_up_id: Mapped[str] = mapped_column(ForeignKey("follow_ups.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[str] = mapped_column(String(36))
    result: Mapped[str] = mapped_column(String(16))
    counts: Mapped[bool]
    on_site: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(Text)


class SampleDraw(Base):
    """How a closed ticket was drawn, taken or not; with the seed anybody can make it again (T-16).

    The month is counted only where neither the draw nor a rule took the ticket.
    """

    __tablename__ = "sample_draws"

    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    drawn_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seed: Mapped[str] = mapped_column(String(100))
    score: Mapped[int] = mapped_column(Integer, comment="0 to 9,999 of the seed and the ticket")
    coverage_class: Mapped[str] = mapped_column(String(16))
    percent: Mapped[int] = mapped_column(Integer, comment="of its class to be visited")
    on_site_percent: Mapped[int] = mapped_column(Integer, comment="of repairs to be visited on site")
    month_closed: Mapped[int | None] = mapped_column(Integer, comment="of the class before it")
    month_planned: Mapped[int | None] = mapped_column(Integer, comment="of these with a visit")
    causes: Mapped[list[Any]] = mapped_column(JsonColumn, comment="why it was taken; empty: left out")


class OnSiteDrawRow(Base):
    """A draw of the visits on site that a month lacked; with the seed anybody can make it again (T-16, T-18)."""

    __tablename__ = "on_site_draws"
    __table_args__ = (
        UniqueConstraint("community_id", "system_day"),
        Index("ix_on_site_draws_month", "community_id", "month", "drawn_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    month: Mapped[str] = mapped_column(String(7))
    system_day: Mapped[date | None] = mapped_column(Date, comment="the local day of the system's own; null: by hand")
    seed: Mapped[str] = mapped_column(String(100))
    households_wanted: Mapped[int] = mapped_column(Integer)
    households_before: Mapped[int] = mapped_column(Integer, comment="made or planned before the draw")
    repairs_wanted: Mapped[int] = mapped_column(Integer)
    repairs_before: Mapped[int] = mapped_column(Integer)
    follow_up_ids: Mapped[list[Any]] = mapped_column(JsonColumn, comment="on site from then on, in the order drawn")
    drawn_at: Mapped[datetime] = mapped_column(UtcDateTime)
    drawn_by: Mapped[str | None] = mapped_column(String(36), comment="null: the system")
