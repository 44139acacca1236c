"""Incidents, each of one ticket."""

from sqlalchemy import ForeignKey, Index, and_
from sqlalchemy.orm import Mapped, mapped_column

from services.tickets.models import Base
from services.tickets.requests.models import Ticket
from shared.runtime.tables import AggregateRow


class Incident(AggregateRow, Base):
    """Raised once for a ticket, however it is judged later; `created_at` is when."""

    __tablename__ = "incidents"

    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"), unique=True)


_DANGER = and_(Ticket.category == "public_safety", Ticket.nature == "important")
Index("ix_tickets_of_danger", Ticket.opened_at, Ticket.id, postgresql_where=_DANGER, sqlite_where=_DANGER)
