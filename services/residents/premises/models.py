"""Rows of the premises."""

from datetime import time
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import Index, Integer, String, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.residents.models import Base
from shared.runtime.byte_order import byte_ordered
from shared.runtime.database import JsonColumn
from shared.runtime.tables import AggregateRow


class Community(AggregateRow, Base):
    """A community; `community_id` is its own id. `calendar_entries` (`day`, `kind`) override the public calendar."""

    __tablename__ = "communities"

    code: Mapped[str] = mapped_column(byte_ordered(16), unique=True)
    name_zh: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100))
    time_zone: Mapped[str] = mapped_column(String(64))
    reception_opens: Mapped[time] = mapped_column(Time)
    reception_closes: Mapped[time] = mapped_column(Time)
    calendar_entries: Mapped[list[dict[str, str]]] = mapped_column(JsonColumn)

    @property
    def zone(self) -> ZoneInfo:
        """Where its local days begin."""
        return ZoneInfo(self.time_zone)


class Room(AggregateRow, Base):
    """A room, shop, garage or parking space. `area_dm2`: hundredths of a square metre, exact on both databases."""

    __tablename__ = "rooms"
    __table_args__ = (
        UniqueConstraint("community_id", "code"),
        Index("ix_rooms_in_order", "community_id", "sort_key", "id"),
        Index("ix_rooms_by_building", "community_id", "building", "sort_key", "id"),
        Index("ix_rooms_by_occupancy", "community_id", "occupancy", "sort_key", "id"),
    )

    community_id: Mapped[str] = mapped_column(String(36))  # other indexes begin with it
    code: Mapped[str] = mapped_column(byte_ordered(32))
    sort_key: Mapped[str] = mapped_column(byte_ordered(64))
    building: Mapped[str] = mapped_column(String(8))
    entrance: Mapped[str] = mapped_column(String(8))
    floor: Mapped[str] = mapped_column(String(8))
    number: Mapped[str] = mapped_column(String(8))
    area_dm2: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(16))
    occupancy: Mapped[str] = mapped_column(String(16))
    hand_over: Mapped[str] = mapped_column(String(16))

    @property
    def area_m2(self) -> Decimal:
        """Square metres with two decimals."""
        return Decimal(self.area_dm2).scaleb(-2)
