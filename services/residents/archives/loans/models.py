"""Rows of the borrowing register."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.residents.models import Base, IdNumberColumns
from shared.runtime.byte_order import byte_ordered
from shared.runtime.database import UtcDateTime
from shared.runtime.tables import AggregateRow


class ArchiveLoan(IdNumberColumns, AggregateRow, Base):
    """A request to read, borrow or copy a file, and what became of it. The ID number is an outside borrower's."""

    __tablename__ = "archive_loans"
    __table_args__ = (
        Index("ix_archive_loans_newest", "community_id", "created_at", "id"),
        Index("ix_archive_loans_of_file", "archive_id", "created_at"),
        Index("ix_archive_loans_to_remind", "status", "next_reminder_on", "id"),
    )

    archive_id: Mapped[str] = mapped_column(ForeignKey("archives.id"))
    archive_number: Mapped[str] = mapped_column(byte_ordered(64))
    household_id: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(16))
    borrower: Mapped[str] = mapped_column(String(16))
    borrower_name: Mapped[str] = mapped_column(String(100))
    department: Mapped[str | None] = mapped_column(String(100))
    outside_body: Mapped[str | None] = mapped_column(String(16))
    letter_number: Mapped[str | None] = mapped_column(String(64))
    purpose: Mapped[str] = mapped_column(Text)
    copies: Mapped[int | None] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(String(16))
    requested_by: Mapped[str] = mapped_column(String(36))
    decided_by: Mapped[str | None] = mapped_column(String(36))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision_note: Mapped[str | None] = mapped_column(Text)
    handed_out_by: Mapped[str | None] = mapped_column(String(36))
    handed_out_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_on: Mapped[date | None] = mapped_column(Date)
    next_reminder_on: Mapped[date | None] = mapped_column(Date)
    returned_to: Mapped[str | None] = mapped_column(String(36))
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    return_note: Mapped[str | None] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
