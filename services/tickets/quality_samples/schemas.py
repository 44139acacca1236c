"""Bodies of call and counter quality."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field

from services.tickets.quality_samples.domain.lifecycle import SampleStatus
from services.tickets.quality_samples.domain.marking import FULL_MARK, Criterion, training_need
from services.tickets.quality_samples.models import QualityDraw, QualitySample
from services.tickets.requests.domain.intake import Source
from shared.runtime.http.fields import Identifier, Prose

Mark = Annotated[int, Field(ge=0, le=FULL_MARK, strict=True)]
Month = Annotated[str, Field(max_length=10, examples=["2026-11"])]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class DrawAsked(_Body):
    """Which month; one that is over, or the running one."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"month": "2026-11"}]})

    month: Month
    community_id: Identifier | None = Field(default=None, description="Needed when the account has several communities")


class DrawView(BaseModel):
    """A draw of a month; with its seed, and the draws before it, anybody can make it again."""

    community_id: str
    month: str
    drawn_until: datetime = Field(description="From contacts taken in before it; the month's end for the final draw")
    is_final: bool = Field(description="The month is over: nothing more is drawn of it")
    seed: str
    contacts: int = Field(description="Of each member at most, in all draws so far together")
    members: int
    samples: int = Field(description="Drawn now")
    drawn_at: datetime
    drawn_by: str | None = Field(description="null: the timer")

    @classmethod
    def of(cls, drawn: QualityDraw) -> Self:
        """The view of a row."""
        return cls(
            community_id=drawn.community_id,
            month=drawn.month,
            drawn_until=drawn.drawn_until,
            is_final=drawn.is_final,
            seed=drawn.seed,
            contacts=drawn.contacts,
            members=drawn.members,
            samples=drawn.samples,
            drawn_at=drawn.drawn_at,
            drawn_by=drawn.drawn_by,
        )


class Marking(_Body):
    """The form, filled in."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"greeting": 5, "understanding": 4, "answer": 4, "record": 3, "note": "未核对联系电话"}]
        },
    )

    greeting: Mark
    understanding: Mark
    answer: Mark
    record: Mark
    note: Prose | None = None

    @property
    def marks(self) -> dict[Criterion, int]:
        """By criterion."""
        return {criterion: getattr(self, criterion.value) for criterion in Criterion}


class Seeing(_Body):
    """What the member says of it, if anything."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{}, {"comment": "当时系统繁忙，电话已事后补录"}]}
    )

    comment: Prose | None = None


class SampleView(BaseModel):
    """A sampled contact."""

    id: str
    community_id: str
    month: str
    member_id: str
    ticket_id: str
    ticket_number: str = Field(examples=["T261122-0007"])
    source: Source
    taken_in_at: datetime
    status: SampleStatus
    marks: dict[Criterion, int] | None = Field(description="0 to 5 each; null until scored")
    score: int | None = Field(description="0 to 100, by the community's weights")
    note: str | None
    scored_by: str | None
    scored_at: datetime | None
    comment: str | None = Field(description="The member's")
    seen_at: datetime | None
    counted_at: datetime | None
    version: int

    @classmethod
    def of(cls, sample: QualitySample) -> Self:
        """The view of a row."""
        marks = {criterion: getattr(sample, criterion.value) for criterion in Criterion}
        return cls(
            id=sample.id,
            community_id=sample.community_id,
            month=sample.month,
            member_id=sample.member_id,
            ticket_id=sample.ticket_id,
            ticket_number=sample.ticket_number,
            source=Source(sample.source),
            taken_in_at=sample.taken_in_at,
            status=SampleStatus(sample.status),
            marks=None if sample.score is None else marks,
            score=sample.score,
            note=sample.note,
            scored_by=sample.scored_by,
            scored_at=sample.scored_at,
            comment=sample.comment,
            seen_at=sample.seen_at,
            counted_at=sample.counted_at,
            version=sample.version,
        )


class MemberLine(BaseModel):
    """A member's week."""

    member_id: str
    name: str | None
    samples: int = Field(description="Seen by the member within the week")
    score: float = Field(description="Mean, 0 to 100")
    marks: dict[Criterion, float] = Field(description="Mean of each, 0 to 5")
    training_need: Criterion | None = Field(description="The lowest criterion; null where all were full")

    @classmethod
    def of(cls, row: Sequence[Any]) -> Self:
        """Of a row of sums: member, name, samples, score, then each criterion."""
        member_id, name, samples, score, *sums = row
        by_criterion = {criterion: int(total) for criterion, total in zip(Criterion, sums, strict=True)}
        return cls(
            member_id=member_id,
            name=name,
            samples=samples,
            score=round(score / samples, 1),
            marks={criterion: round(total / samples, 2) for criterion, total in by_criterion.items()},
            training_need=training_need(by_criterion, samples),
        )


class WeekSummary(BaseModel):
    """What members have seen in a week; nothing else is used."""

    community_id: str
    week: str = Field(examples=["2026-W48"])
    since: datetime
    until: datetime
    members: list[MemberLine]
