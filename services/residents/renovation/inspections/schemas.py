"""Bodies of inspections and notices."""

from datetime import date, datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from services.residents.renovation.domain.breaches import Breach
from services.residents.renovation.inspections.domain import CHECKLIST, Due, Round
from services.residents.renovation.inspections.models import Inspection, Notice, Recheck
from services.residents.renovation.models import Renovation
from services.residents.renovation.schemas.days import Day
from shared.runtime.http.fields import Prose


class CheckBody(BaseModel):
    """An item of the checklist (handbook R-34)."""

    model_config = ConfigDict(extra="forbid")

    item: Breach
    in_order: bool
    note: Prose | None = None


_EXAMPLE: dict[str, Any] = {
    "checks": [{"item": item.value, "in_order": item is not Breach.RUBBISH} for item in CHECKLIST]
}


class InspectionBody(BaseModel):
    """A round on one site: every item once. Whose round it is goes by the caller's role."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    checks: list[CheckBody] = Field(max_length=20)
    rectify_by: Day | None = Field(
        default=None, description="Of the notice, if one is given; default by policy, three days"
    )
    note: Prose | None = None


class RecheckBody(BaseModel):
    """Whether what was found is put right."""

    model_config = ConfigDict(extra="forbid")

    is_cured: bool
    note: Prose | None = Field(default=None, examples=["垃圾已清运"])


class FindingView(BaseModel):
    """What is to be cured."""

    item: Breach
    note: str | None


class RecheckView(BaseModel):
    """A look at what was to be cured."""

    at: datetime
    by: str
    is_cured: bool
    note: str | None

    @classmethod
    def of(cls, recheck: Recheck) -> Self:
        """The view of a loaded row."""
        return cls(at=recheck.at, by=recheck.by, is_cured=recheck.is_cured, note=recheck.note)


class NoticeSummary(BaseModel):
    """A rectification notice (整改通知书)."""

    id: str
    number: str = Field(examples=["SG-N26-0001"])
    community_id: str
    renovation_id: str
    room_code: str = Field(examples=["2#1-8-2"])
    findings: list[FindingView]
    rectify_by: date
    issued_by: str
    created_at: datetime
    last_rechecked_on: date | None
    cured_by: str | None
    cured_at: datetime | None
    version: int

    @classmethod
    def of(cls, notice: Notice) -> Self:
        """The view of a loaded row."""
        return cls.model_validate({name: getattr(notice, name) for name in NoticeSummary.model_fields})


class NoticeView(NoticeSummary):
    """A notice with its rechecks."""

    rechecks: list[RecheckView]

    @classmethod
    def of(cls, notice: Notice) -> Self:
        """The view of a row that is loaded with its rechecks."""
        rechecks = [RecheckView.of(recheck) for recheck in notice.rechecks]
        return cls(**NoticeSummary.of(notice).model_dump(), rechecks=rechecks)


class InspectionView(BaseModel):
    """A round on one site, with the notice that came of it."""

    id: str
    renovation_id: str
    round: Round
    day: date
    inspected_by: str
    inspected_at: datetime
    checks: list[CheckBody]
    note: str | None
    notice: NoticeSummary | None

    @classmethod
    def of(cls, inspection: Inspection) -> Self:
        """The view of a row that is loaded with its notice."""
        return cls(
            id=inspection.id,
            renovation_id=inspection.renovation_id,
            round=Round(inspection.round),
            day=inspection.day,
            inspected_by=inspection.inspected_by,
            inspected_at=inspection.inspected_at,
            checks=[CheckBody.model_validate(check) for check in inspection.checks],
            note=inspection.note,
            notice=NoticeSummary.of(inspection.notice) if inspection.notice else None,
        )


class DueRound(BaseModel):
    """A round that is due on a site."""

    round: Round
    last_on: date | None
    due_on: date

    @classmethod
    def of(cls, due: Due) -> Self:
        """The view of what the rule says."""
        return cls(round=due.round, last_on=due.last_on, due_on=due.due_on)


class SiteDue(BaseModel):
    """A site with the rounds that are due there and the notices to recheck today."""

    renovation_id: str
    number: str = Field(examples=["R261122-0001"])
    room_code: str = Field(examples=["2#1-8-2"])
    status: str
    day: date = Field(description="The day at the site for which this holds")
    rounds: list[DueRound]
    rechecks: list[NoticeSummary]

    @classmethod
    def of(cls, renovation: Renovation, day: date, rounds: list[Due], rechecks: list[Notice]) -> Self:
        """The view of loaded rows."""
        return cls(
            renovation_id=renovation.id,
            number=renovation.number,
            room_code=renovation.room_code,
            status=renovation.status,
            day=day,
            rounds=[DueRound.of(due) for due in rounds],
            rechecks=[NoticeSummary.of(notice) for notice in rechecks],
        )
