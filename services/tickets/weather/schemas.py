"""Bodies of the weather book."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from services.tickets.requests.schemas.actions import Moment
from services.tickets.weather.domain.kinds import WeatherKind, WeatherSource
from services.tickets.weather.models import WeatherEntry
from shared.runtime.http.fields import Identifier, Line


class WeatherRecord(BaseModel):
    """What the sky did, and when it began."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"kind": "rain", "at": "2026-11-22T06:30:00+08:00"}]}
    )

    kind: WeatherKind
    at: Moment = Field(description="When it began; not in the future")
    source: WeatherSource = WeatherSource.DESK
    note: Line | None = None
    community_id: Identifier | None = Field(default=None, description="Needed when the account has several communities")


class WeatherWithdrawal(BaseModel):
    """Why an entry does not hold."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "登记错日期"}]})

    reason: Line


class WeatherView(BaseModel):
    """An entry of the weather book."""

    id: str
    community_id: str
    kind: WeatherKind
    at: datetime
    source: WeatherSource
    note: str | None
    recorded_at: datetime
    recorded_by: str
    withdrawn_at: datetime | None = Field(description="Since when it does not hold")
    withdrawn_by: str | None
    withdrawn_reason: str | None

    @classmethod
    def of(cls, entry: WeatherEntry) -> Self:
        """The view of a row."""
        return cls(
            id=entry.id,
            community_id=entry.community_id,
            kind=WeatherKind(entry.kind),
            at=entry.at,
            source=WeatherSource(entry.source),
            note=entry.note,
            recorded_at=entry.recorded_at,
            recorded_by=entry.recorded_by,
            withdrawn_at=entry.withdrawn_at,
            withdrawn_by=entry.withdrawn_by,
            withdrawn_reason=entry.withdrawn_reason,
        )
