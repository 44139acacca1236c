"""The weather book of a community. Source: handbook T-17."""

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.tickets.models import Base
from shared.runtime.database import UtcDateTime


class WeatherEntry(Base):
    """What the sky did from `at` on; a mistake is taken back, never deleted."""

    __tablename__ = "weather_entries"
    __table_args__ = (
        UniqueConstraint("community_id", "kind", "at"),
        Index("ix_weather_entries_newest", "community_id", "at", "id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(String(8))
    note: Mapped[str | None] = mapped_column(String(200))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(36))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[str | None] = mapped_column(String(36))
    withdrawn_reason: Mapped[str | None] = mapped_column(String(200))
