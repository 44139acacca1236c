"""Meters of rooms and what they showed. Source: handbook B-13, R-22."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.billing.models.base import Base
from shared.runtime.database import UtcDateTime


class Meter(Base):
    """A meter of a room; its id follows from room, kind and serial, so that it is entered once."""

    __tablename__ = "meters"
    __table_args__ = (Index("ix_meters_room", "community_id", "room_code", "kind", "id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    community_id: Mapped[str] = mapped_column(String(36))
    room_id: Mapped[str] = mapped_column(String(36))
    room_code: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(16))
    serial: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    readings: Mapped[list["MeterReading"]] = relationship(
        lazy="raise", order_by="(MeterReading.read_on, MeterReading.id)"
    )


class MeterReading(Base):
    """What a meter showed on a day; never changed."""

    __tablename__ = "meter_readings"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    meter_id: Mapped[str] = mapped_column(ForeignKey("meters.id"), index=True)
    household_id: Mapped[str] = mapped_column(String(36))
    read_on: Mapped[date] = mapped_column(Date)
    reading_milli: Mapped[int] = mapped_column(BigInteger, comment="thousandths of m³ or kWh")
    source: Mapped[str] = mapped_column(String(16))
    source_id: Mapped[str] = mapped_column(String(36), comment="the move-in")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
