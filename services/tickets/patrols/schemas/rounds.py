"""Bodies of routes and their rounds."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, Field

from services.tickets.patrols.domain.revisions import Revision, on_day, waiting
from services.tickets.patrols.models import PatrolArea, PatrolRoute, PatrolWalk
from services.tickets.patrols.schemas.base import CommunityId, PatrolBody
from shared.runtime.http.fields import Identifier, Name


class RouteBody(PatrolBody):
    """Areas in the order in which they are walked."""

    name: Name = Field(examples=["早班保洁巡查"])
    area_ids: Annotated[list[Identifier], Field(min_length=1, max_length=200)]
    community_id: CommunityId = None


class RouteChange(PatrolBody):
    """What is left out stays; the areas are given whole and apply from the next round."""

    name: Name | None = Field(default=None, examples=["早班保洁巡查"])
    area_ids: Annotated[list[Identifier], Field(min_length=1, max_length=200)] | None = None


class NextRound(BaseModel):
    """A change that waits."""

    applies_from: date
    area_ids: list[str]


class RouteView(BaseModel):
    """A route as it is walked today."""

    id: str
    community_id: str
    name: str
    area_ids: list[str]
    next: NextRound | None = Field(description="What the next round will have, if it differs")
    version: int

    @classmethod
    def of(cls, route: PatrolRoute, today: date) -> Self:
        """The view of a row loaded with its revisions, on the community's day."""
        revisions = revisions_of(route)
        present, coming = on_day(revisions, today), waiting(revisions, today)
        return cls(
            id=route.id,
            community_id=route.community_id,
            name=route.name,
            area_ids=list(present.area_ids) if present else [],
            next=NextRound(applies_from=coming.applies_from, area_ids=list(coming.area_ids)) if coming else None,
            version=route.version,
        )


def revisions_of(route: PatrolRoute) -> list[Revision]:
    """As the rules take them, oldest first."""
    return [Revision(each.applies_from, each.area_ids) for each in route.revisions]


class RoundStop(BaseModel):
    """An area of a round, and its daily walk."""

    area_id: str
    code: str
    name: str
    walk_id: str | None
    walked_at: datetime | None = Field(description="null: not walked on the day")
    walked_by: str | None


class Round(BaseModel):
    """A day's round of a route, with the areas that it had on the day."""

    patrol_route_id: str
    name: str
    day: date
    stops: list[RoundStop]
    walked: int
    missing: int

    @classmethod
    def of(
        cls,
        route: PatrolRoute,
        day: date,
        stops: Sequence[str],
        areas: Mapping[str, PatrolArea],
        walks: Mapping[str, PatrolWalk],
    ) -> Self:
        """The view of the day's areas and walks."""
        lines = [
            RoundStop(
                area_id=area_id,
                code=areas[area_id].code,
                name=areas[area_id].name,
                walk_id=walk.id if (walk := walks.get(area_id)) else None,
                walked_at=walk.created_at if walk else None,
                walked_by=walk.walked_by if walk else None,
            )
            for area_id in stops
            if area_id in areas
        ]
        walked = sum(line.walk_id is not None for line in lines)
        return cls(
            patrol_route_id=route.id,
            name=route.name,
            day=day,
            stops=lines,
            walked=walked,
            missing=len(lines) - walked,
        )
