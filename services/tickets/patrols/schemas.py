"""Bodies of patrols."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.tickets.patrols.domain.areas import AreaKind, Item
from services.tickets.patrols.domain.findings import FindingAction, FindingStatus
from services.tickets.patrols.domain.periods import Period, percent
from services.tickets.patrols.domain.revisions import Revision, on_day, waiting
from services.tickets.patrols.models import PatrolArea, PatrolFinding, PatrolRoute, PatrolWalk
from services.tickets.patrols.repository import AreaScore
from services.tickets.requests.domain.intake import Department
from services.tickets.requests.schemas.actions import Moment
from services.tickets.requests.schemas.intake import Phone
from shared.runtime.http.fields import Code, Identifier, Line, Name, Prose

CommunityId = Annotated[Identifier | None, Field(description="Needed when the account has several communities")]
Points = Annotated[int, Field(ge=0, le=100)]
PeriodName = Annotated[
    str, StringConstraints(pattern=r"^20[0-9]{2}(-(0[1-9]|1[0-2]))?$"), Field(examples=["2026-11", "2026"])
]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ItemBody(_Body):
    """What is looked at, and the standard that it has to meet."""

    code: Code = Field(examples=["floor"])
    standard: Line = Field(examples=["地面无积水、无烟头纸屑"])
    points: int = Field(ge=1, le=100, examples=[10])


class AreaBody(_Body):
    """An area to be walked daily (T-25). Renovation sites come of their permits."""

    kind: AreaKind = Field(examples=["cleaning"])
    code: Code = Field(examples=["3#-lobby"])
    name: Name = Field(examples=["3 号楼大堂"])
    items: Annotated[list[ItemBody], Field(min_length=1, max_length=50)]
    community_id: CommunityId = None


class AreaChange(_Body):
    """What is left out stays."""

    name: Name | None = Field(default=None, examples=["3 号楼大堂及电梯厅"])
    items: Annotated[list[ItemBody], Field(min_length=1, max_length=50)] | None = None
    is_active: bool | None = Field(default=None, description="Not of a renovation site")


class AreaView(BaseModel):
    """An area and its standards."""

    id: str
    community_id: str
    kind: AreaKind
    code: str
    name: str
    items: list[ItemBody]
    is_active: bool
    renovation_id: str | None
    version: int

    @classmethod
    def of(cls, area: PatrolArea) -> Self:
        """The view of a row."""
        return cls(
            id=area.id,
            community_id=area.community_id,
            kind=AreaKind(area.kind),
            code=area.code,
            name=area.name,
            items=[ItemBody(**item) for item in area.items],
            is_active=area.is_active,
            renovation_id=area.renovation_id,
            version=area.version,
        )


def items_of(area: PatrolArea) -> list[Item]:
    """The area's items as the rules take them."""
    return [Item(item["code"], item["standard"], item["points"]) for item in area.items]


class RouteBody(_Body):
    """Areas in the order in which they are walked."""

    name: Name = Field(examples=["早班保洁巡查"])
    area_ids: Annotated[list[Identifier], Field(min_length=1, max_length=200)]
    community_id: CommunityId = None


class RouteChange(_Body):
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


class FindingBody(_Body):
    """What fell short of the standard, and until when it is put right."""

    description: Prose = Field(examples=["大堂地面有积水"])
    deadline_at: Moment


class ResultBody(_Body):
    """What an item earned."""

    item: Code = Field(examples=["floor"])
    points: Points = Field(examples=[8])
    note: Line | None = None
    finding: FindingBody | None = None


class WalkBody(_Body):
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


class FindingChange(_Body):
    """What was done about it."""

    note: Prose | None = Field(default=None, examples=["已清理并加铺防滑垫"])


class Recheck(_Body):
    """Whether it meets its standard now; not by who put it right."""

    passed: bool
    deadline_at: Moment | None = Field(default=None, description="Required when it did not pass")
    note: Prose | None = None


class TicketOfFinding(_Body):
    """Where the finder is reached, and whose work it is."""

    phone: Phone
    department: Department | None = Field(default=None, description="Default: by the kind of area")


class FindingStepView(BaseModel):
    """A line of a finding's history."""

    at: datetime
    by_id: str
    action: FindingAction
    note: str | None


class FindingView(BaseModel):
    """A finding with its history."""

    id: str
    community_id: str
    walk_id: str
    area_id: str
    area_code: str
    kind: AreaKind
    item: str
    standard: str
    description: str
    status: FindingStatus
    deadline_at: datetime
    round: int = Field(description="1, and one more for each recheck that it did not pass")
    found_by: str
    found_at: datetime
    fixed_by: str | None
    ticket_id: str | None
    ticket_number: str | None
    history: list[FindingStepView]
    version: int

    @classmethod
    def of(cls, finding: PatrolFinding) -> Self:
        """The view of a row loaded with its history."""
        return cls(
            id=finding.id,
            community_id=finding.community_id,
            walk_id=finding.walk_id,
            area_id=finding.area_id,
            area_code=finding.area_code,
            kind=AreaKind(finding.kind),
            item=finding.item,
            standard=finding.standard,
            description=finding.description,
            status=FindingStatus(finding.status),
            deadline_at=finding.deadline_at,
            round=finding.round,
            found_by=finding.found_by,
            found_at=finding.created_at,
            fixed_by=finding.fixed_by,
            ticket_id=finding.ticket_id,
            ticket_number=finding.ticket_number,
            history=[
                FindingStepView(at=step.at, by_id=step.actor_id, action=FindingAction(step.action), note=step.note)
                for step in finding.steps
            ],
            version=finding.version,
        )


class ScoreLine(BaseModel):
    """An area's sums."""

    area_id: str
    kind: AreaKind
    code: str
    name: str
    walks: int
    spot_checks: int
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
