"""The filed unsatisfied repairs, and an index of the statistics' own; all else is other subjects'. Source: T-22."""

from datetime import date, datetime

from sqlalchemy import Date, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.tickets.models import Base
from services.tickets.requests.models import TicketStep
from shared.runtime.database import UtcDateTime

_REOPENED = TicketStep.action == "reopen"
Index("ix_ticket_steps_reopened", TicketStep.ticket_id, postgresql_where=_REOPENED, sqlite_where=_REOPENED)


class UnsatisfiedFiling(Base):
    """A month's unsatisfied repairs were put on file; renewed daily until the month has ended."""

    __tablename__ = "unsatisfied_filings"

    community_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    renewed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    renewed_on: Mapped[date] = mapped_column(Date, comment="the community's day of it")
    is_final: Mapped[bool] = mapped_column(comment="renewed after the month had ended")
    repairs: Mapped[int] = mapped_column(Integer)


class FiledRepair(Base):
    """A repair as it stood when it was filed, whatever becomes of its ticket."""

    __tablename__ = "filed_repairs"
    __table_args__ = (Index("ix_filed_repairs_newest", "community_id", "found_at", "follow_up_id"),)

    follow_up_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    month: Mapped[str] = mapped_column(String(7))
    ticket_id: Mapped[str] = mapped_column(String(36))
    number: Mapped[str] = mapped_column(String(16))
    room_code: Mapped[str | None] = mapped_column(String(32))
    summary: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str | None] = mapped_column(Text)
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    visited_by: Mapped[str | None] = mapped_column(String(36))
    assignee_id: Mapped[str | None] = mapped_column(String(36), comment="whose work it was")
    rework_ticket_id: Mapped[str | None] = mapped_column(String(36))
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="later than the filing: it was found later")
