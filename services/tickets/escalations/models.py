"""Work-contact slips (工作联系单). Source: handbook T-14."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.tickets.models import Base
from services.tickets.requests.models import Ticket
from shared.runtime.database import UtcDateTime
from shared.runtime.tables import AggregateRow


class WorkContactSlip(AggregateRow, Base):
    """A rung of a ticket's ladder: at most one a level. `raised_by` is None for a timer.

    `handler_id` is the named person; None where nobody of the level was known. `overdue_at` is the time until
    which it was to be answered, once it passed; it stays. `closed_at` ends it: the next rung has the matter,
    or its ticket closed; an answer does not, for it is tracked to the end (T-14).
    """

    __tablename__ = "work_contact_slips"
    __table_args__ = (
        UniqueConstraint("ticket_id", "level"),
        UniqueConstraint("community_id", "number"),
        Index("ix_work_contact_slips_by_due", "community_id", "answer_by", "id"),
        Index("ix_work_contact_slips_by_handler", "handler_id", "answer_by", "id"),
    )

    number: Mapped[str] = mapped_column(String(20))
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"))
    level: Mapped[str] = mapped_column(String(16))
    cause: Mapped[str] = mapped_column(String(16))
    clock: Mapped[str | None] = mapped_column(String(16), comment="the clock that ran out")
    status: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(Text)
    raised_by: Mapped[str | None] = mapped_column(String(36))
    raised_in_time: Mapped[bool | None] = mapped_column(comment="within half a working day of dispatch (T-14)")
    handler_id: Mapped[str | None] = mapped_column(String(36))
    answer_by: Mapped[datetime] = mapped_column(UtcDateTime)
    overdue_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[str | None] = mapped_column(String(36))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


_WAITING = (WorkContactSlip.status == "issued") & WorkContactSlip.overdue_at.is_(None)
Index("ix_work_contact_slips_waiting", WorkContactSlip.answer_by, postgresql_where=_WAITING, sqlite_where=_WAITING)

_OPEN = WorkContactSlip.closed_at.is_(None)
Index(
    "ix_work_contact_slips_open",
    WorkContactSlip.community_id,
    WorkContactSlip.answer_by,
    WorkContactSlip.id,
    postgresql_where=_OPEN,
    sqlite_where=_OPEN,
)

_GROWING = (Ticket.category == "complaint") & Ticket.closed_at.is_(None) & (Ticket.severity != "major")
Index("ix_tickets_growing", Ticket.grows_at, postgresql_where=_GROWING, sqlite_where=_GROWING)


class SlipNumber(Base):
    """The last number given per community and local day."""

    __tablename__ = "slip_numbers"

    community_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    last: Mapped[int] = mapped_column(Integer)
