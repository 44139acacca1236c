"""Rows of the household files."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.residents.models import Base, byte_ordered
from shared.runtime.database import JsonColumn, UtcDateTime
from shared.runtime.tables import AggregateRow


class Archive(AggregateRow, Base):
    """The file of one household; a closed one is under retention (handbook R-14)."""

    __tablename__ = "archives"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index("ix_archives_of_room", "community_id", "room_code", "number"),
    )

    number: Mapped[str] = mapped_column(byte_ordered(64))
    household_id: Mapped[str] = mapped_column(String(36), unique=True)
    room_id: Mapped[str] = mapped_column(String(36))
    room_code: Mapped[str] = mapped_column(byte_ordered(32))
    opened_on: Mapped[date] = mapped_column(Date)
    closed_on: Mapped[date | None] = mapped_column(Date)
    entry_count: Mapped[int] = mapped_column(Integer, default=0)

    entries: Mapped[list["ArchiveEntry"]] = relationship(lazy="raise", viewonly=True)


class ArchiveEntry(Base):
    """A record in the file. `reference_id` is the thing it records: the same thing is filed once."""

    __tablename__ = "archive_entries"
    __table_args__ = (UniqueConstraint("archive_id", "kind", "reference_id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    archive_id: Mapped[str] = mapped_column(ForeignKey("archives.id"))
    section: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(32))
    reference_id: Mapped[str] = mapped_column(String(64))
    number: Mapped[str | None] = mapped_column(String(64), comment="human number: ticket, receipt, permit")
    details: Mapped[dict[str, str | int]] = mapped_column(JsonColumn)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
