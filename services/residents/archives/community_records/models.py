"""Records of the whole community. They are kept for good, so no step changes or deletes one."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.residents.models import Base
from shared.runtime.database import JsonColumn, UtcDateTime


class CommunityRecord(Base):
    """`reference_id` is the thing that it records: the same thing is filed once."""

    __tablename__ = "community_records"
    __table_args__ = (
        UniqueConstraint("kind", "reference_id"),
        Index("ix_community_records_newest", "community_id", "recorded_at", "id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(32))
    reference_id: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, comment="when what it records was published")
    dated_on: Mapped[date] = mapped_column(Date, comment="the same as the community's day")
    details: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    text: Mapped[str] = mapped_column(Text)
    signed_by: Mapped[str | None] = mapped_column(String(100))
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime)
