"""Rows of the inventory checks."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.residents.models import Base
from shared.runtime.database import UtcDateTime
from shared.runtime.tables import AggregateRow


class InventoryCheck(AggregateRow, Base):
    """A round through the files of a building, or of the whole community without one."""

    __tablename__ = "archive_checks"
    __table_args__ = (
        Index("ix_archive_checks_newest", "community_id", "created_at", "id"),
        Index("ix_archive_checks_of_period", "community_id", "kind", "period"),
    )

    kind: Mapped[str] = mapped_column(String(16))
    period: Mapped[str] = mapped_column(String(8), comment="2026-11 or 2026-Q4, by the community's calendar")
    building: Mapped[str | None] = mapped_column(String(8))
    status: Mapped[str] = mapped_column(String(16))
    started_by: Mapped[str] = mapped_column(String(36))
    ended_by: Mapped[str | None] = mapped_column(String(36))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str | None] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CheckFinding(Base):
    """What was found of one file."""

    __tablename__ = "archive_check_findings"

    check_id: Mapped[str] = mapped_column(ForeignKey("archive_checks.id"), primary_key=True)
    archive_id: Mapped[str] = mapped_column(ForeignKey("archives.id"), primary_key=True)
    finding: Mapped[str] = mapped_column(String(16))
    note: Mapped[str | None] = mapped_column(Text)
    found_by: Mapped[str] = mapped_column(String(36))
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
