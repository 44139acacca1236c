"""Promises. Source: handbook T-27."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.tickets.models import Base
from shared.runtime.database import UtcDateTime
from shared.runtime.tables import AggregateRow


class Promise(AggregateRow, Base):
    """What is to happen by `due_at`, and who sees to it.

    `broken_at` is the due time itself, once it passed unkept; it stays, whatever becomes of the promise later.
    """

    __tablename__ = "promises"
    __table_args__ = (
        Index("ix_promises_by_due", "community_id", "due_at", "id"),
        Index("ix_promises_by_status", "community_id", "status", "due_at", "id"),
        Index("ix_promises_by_owner", "owner_id", "due_at", "id"),
        Index("ix_promises_about", "about_kind", "about_id"),
    )

    kind: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    what: Mapped[str] = mapped_column(String(200))
    about_kind: Mapped[str] = mapped_column(String(16))
    about_id: Mapped[str] = mapped_column(String(64))
    room_code: Mapped[str | None] = mapped_column(String(32))
    amount_fen: Mapped[int | None] = mapped_column(BigInteger)
    owner_id: Mapped[str] = mapped_column(String(36))
    made_by: Mapped[str] = mapped_column(String(36))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    wake_at: Mapped[datetime | None] = mapped_column(UtcDateTime, comment="when the timer looks next")
    approved_by: Mapped[str | None] = mapped_column(String(36))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    broken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by: Mapped[str | None] = mapped_column(String(36))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str | None] = mapped_column(Text)


_AWAKE = Promise.wake_at.is_not(None)
Index("ix_promises_awake", Promise.wake_at, postgresql_where=_AWAKE, sqlite_where=_AWAKE)


class PromiseHandover(Base):
    """Who had it before, who has it after; never changed (T-01, T-27)."""

    __tablename__ = "promise_handovers"
    __table_args__ = (Index("ix_promise_handovers_promise", "promise_id", "at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    promise_id: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[str] = mapped_column(String(36))
    from_id: Mapped[str] = mapped_column(String(36))
    to_id: Mapped[str] = mapped_column(String(36))
    note: Mapped[str | None] = mapped_column(Text)
