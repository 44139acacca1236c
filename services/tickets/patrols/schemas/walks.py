"""Bodies of walks, with what was found."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, Field

from services.tickets.patrols.models import PatrolWalk
from services.tickets.patrols.schemas.areas import AreaView
from services.tickets.patrols.schemas.base import PatrolBody, Points
from services.tickets.requests.schemas.actions import Moment
from shared.runtime.http.fields import Code, Identifier, Line, Prose


class FindingBody(PatrolBody):
    """What fell short of the standard, and until when it is put right."""

    description: Prose = Field(examples=["大堂地面有积水"])
    deadline_at: Moment


class ResultBody(PatrolBody):
    """What an item earned."""

    item: Code = Field(examples=["floor"])
    points: Points = Field(examples=[8])
    note: Line | None = None
    finding: FindingBody | None = None


class WalkBody(PatrolBody):
    """A look at every item of an area."""

    area_id: Identifier
    results: Annotated[list[ResultBody], Field(min_length=1, max_length=50)]


class ResultView(BaseModel):
    """What an item earned, by the standard of that day."""

    item: str
    standard: str
    points: int
    possible: int
    note: str | None


class WalkView(BaseModel):
    """A walk."""

    id: str
    community_id: str
    area_id: str
    walked_on: date
    walked_at: datetime
    walked_by: str
    is_spot_check: bool
    results: list[ResultView]
    earned: int
    possible: int
    finding_ids: list[str]

    @classmethod
    def of(cls, walk: PatrolWalk) -> Self:
        """The view of a row loaded with its findings."""
        return cls(
            id=walk.id,
            community_id=walk.community_id,
            area_id=walk.area_id,
            walked_on=walk.walked_on,
            walked_at=walk.created_at,
            walked_by=walk.walked_by,
            is_spot_check=walk.is_spot_check,
            results=[ResultView(**result) for result in walk.results],
            earned=walk.earned,
            possible=walk.possible,
            finding_ids=[finding.id for finding in walk.findings],
        )


class DueAreas(BaseModel):
    """What nobody has walked yet today."""

    community_id: str
    day: date
    areas: int = Field(description="To be walked each day")
    left: list[AreaView]
    next_cursor: str | None = None


class SpotChecks(BaseModel):
    """The lead's week: spot-checks are made on three days of it (T-25)."""

    community_id: str
    week_from: date
    week_until: date
    needed: int
    made: int = Field(description="Days with a spot-check")
    missing: int
    days: list[date]
