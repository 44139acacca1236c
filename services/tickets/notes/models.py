"""Notes of tickets; written once, never changed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.tickets.models import Base
from shared.runtime.database import UtcDateTime


class TicketNote(Base):
    """`department` keeps it to itself; None where it is everybody's."""

    __tablename__ = "ticket_notes"
    __table_args__ = (Index("ix_ticket_notes_ticket", "ticket_id", "at", "id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[str] = mapped_column(String(36))
    visibility: Mapped[str] = mapped_column(String(16))
    department: Mapped[str | None] = mapped_column(String(24))
    text: Mapped[str] = mapped_column(Text)
