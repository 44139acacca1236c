"""Materials and labour that went into the work. Source: handbook T-09."""

from decimal import Decimal

from sqlalchemy import ForeignKey, Index, Integer, Numeric, String, and_
from sqlalchemy.orm import Mapped, mapped_column

from services.tickets.models import Base
from services.tickets.requests.models.tickets import Ticket


class WorkLine(Base):
    """A line of the slip; a rework after a reopening adds lines, none is changed."""

    __tablename__ = "ticket_work_lines"

    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    item: Mapped[str] = mapped_column(String(100))
    quantity: Mapped[Decimal] = mapped_column(Numeric(9, 3))
    unit: Mapped[str] = mapped_column(String(64))
    tariff_item: Mapped[str | None] = mapped_column(String(64))


_OPEN = Ticket.closed_at.is_(None)
Index(
    "ix_tickets_progress_due",
    Ticket.community_id,
    Ticket.progress_due_at,
    Ticket.id,
    postgresql_where=_OPEN,
    sqlite_where=_OPEN,
)
_TO_TELL = and_(_OPEN, Ticket.progress_tell_at.is_not(None))
Index("ix_tickets_progress_tell", Ticket.progress_tell_at, postgresql_where=_TO_TELL, sqlite_where=_TO_TELL)
Index(
    "ix_tickets_inquiry_due",
    Ticket.community_id,
    Ticket.inquiry_due_at,
    Ticket.id,
    postgresql_where=_OPEN,
    sqlite_where=_OPEN,
)
