"""What billing told of a ticket's money. Rows are keyed by billing's ids, so that order and repeats don't matter."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Boolean, Date, String
from sqlalchemy.orm import Mapped, mapped_column

from services.tickets.models import Base
from shared.runtime.database import UtcDateTime


class TicketCharge(Base):
    """A charge for a ticket, newest state; no foreign key: an event may be about a ticket of a lost database."""

    __tablename__ = "ticket_charges"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    ticket_id: Mapped[str] = mapped_column(String(36), index=True)
    number: Mapped[str] = mapped_column(String(32))
    item: Mapped[str] = mapped_column(String(64))
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    due_on: Mapped[date] = mapped_column(Date)
    is_reversed: Mapped[bool] = mapped_column(Boolean)
    version: Mapped[int]


class TicketPayment(Base):
    """The part of a payment that went to a charge; the charge's own event may come later."""

    __tablename__ = "ticket_payments"

    payment_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    charge_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    ticket_id: Mapped[str] = mapped_column(String(36), index=True)
    item: Mapped[str] = mapped_column(String(64))
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    outstanding_fen: Mapped[int] = mapped_column(BigInteger, comment="what the charge owed after this payment")
    receipt_number: Mapped[str] = mapped_column(String(32))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
