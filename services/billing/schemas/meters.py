"""Bodies of `/v1/meters`."""

from datetime import date
from decimal import Decimal
from typing import Self

from pydantic import BaseModel, Field

from services.billing.domain.meters import MeterKind, ReadingSource, from_milli
from services.billing.models import Meter, MeterReading


class ReadingView(BaseModel):
    """What a meter showed on a day."""

    id: str
    household_id: str
    read_on: date
    reading: Decimal = Field(description="m³ of water or gas, kWh of power", examples=["1234.500"])
    source: ReadingSource
    source_id: str = Field(description="Id of the move-in")

    @classmethod
    def of(cls, reading: MeterReading) -> Self:
        """The view of a row."""
        return cls(
            id=reading.id,
            household_id=reading.household_id,
            read_on=reading.read_on,
            reading=from_milli(reading.reading_milli),
            source=ReadingSource(reading.source),
            source_id=reading.source_id,
        )


class MeterView(BaseModel):
    """A room's meter with its readings, the earliest first (B-13)."""

    id: str
    community_id: str
    room_id: str
    room_code: str = Field(examples=["3#2-5-1"])
    kind: MeterKind
    serial: str | None
    readings: list[ReadingView]

    @classmethod
    def of(cls, meter: Meter) -> Self:
        """The view of a loaded row."""
        return cls(
            id=meter.id,
            community_id=meter.community_id,
            room_id=meter.room_id,
            room_code=meter.room_code,
            kind=MeterKind(meter.kind),
            serial=meter.serial,
            readings=[ReadingView.of(reading) for reading in meter.readings],
        )
