"""Bodies of scores."""

from datetime import date, datetime
from typing import Self

from pydantic import BaseModel, Field

from services.tickets.patrols.domain.areas import AreaKind
from services.tickets.patrols.domain.periods import Period, percent
from services.tickets.patrols.repository import AreaScore


class ScoreLine(BaseModel):
    """An area's sums."""

    area_id: str
    kind: AreaKind
    code: str
    name: str
    walks: int
    spot_checks: int
    days_walked: int | None = Field(default=None, description="Days with a walk; null: summed before it was counted")
    days_due: int | None = Field(
        default=None, description="Days on which it was to be walked, until today; null: patrolled no more"
    )
    earned: int
    possible: int
    percent: str | None = Field(examples=["93.5"])
    findings: int
    unsettled: int = Field(description="Findings of the period that are not rechecked yet")

    @classmethod
    def of(cls, line: AreaScore) -> Self:
        """The view of the sums."""
        return cls(
            area_id=line.area.id,
            kind=AreaKind(line.area.kind),
            code=line.area.code,
            name=line.area.name,
            walks=line.walks,
            spot_checks=line.spot_checks,
            days_walked=line.days_walked,
            days_due=line.days_due,
            earned=line.earned,
            possible=line.possible,
            percent=percent(line.earned, line.possible),
            findings=line.findings,
            unsettled=line.unsettled,
        )


class Scores(BaseModel):
    """The scores of a month or a year (T-25)."""

    community_id: str
    period: str = Field(examples=["2026-11"])
    first_day: date = Field(description="The 26th before")
    last_day: date = Field(description="The 25th")
    is_final: bool = Field(description="The period is over and its sums are stored: they change no more")
    summed_at: datetime | None = Field(description="When they were stored")
    earned: int
    possible: int
    percent: str | None
    areas: list[ScoreLine]

    @classmethod
    def of(
        cls, community_id: str, period: Period, lines: list[AreaScore], *, summed_at: datetime | None = None
    ) -> Self:
        """The report of the sums; with `summed_at` the final one."""
        earned, possible = sum(line.earned for line in lines), sum(line.possible for line in lines)
        return cls(
            community_id=community_id,
            period=period.label,
            first_day=period.first,
            last_day=period.last,
            is_final=summed_at is not None,
            summed_at=summed_at,
            earned=earned,
            possible=possible,
            percent=percent(earned, possible),
            areas=[ScoreLine.of(line) for line in lines],
        )
