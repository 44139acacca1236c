"""Bodies of the hot works."""

from datetime import datetime
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from services.residents.renovation.hot_work.domain import HOT_WORK, Action, Status, is_valid, standing
from services.residents.renovation.hot_work.models import HotWork, HotWorkStep
from services.residents.renovation.schemas.days import Moment
from shared.runtime.http.fields import Identifier, Line, Name


class HotWorkBody(BaseModel):
    """A request for hot work (动火申请, handbook R-33)."""

    model_config = ConfigDict(extra="forbid")

    place: Line = Field(examples=["厨房"])
    work: Line = Field(examples=["燃气管道支架焊接"])
    worker_id: Identifier = Field(description="One of the renovation's workers")
    extinguishers: Line = Field(examples=["4 kg 干粉灭火器两具，接火盆"])
    watcher_name: Name = Field(examples=["孙伟"], description="Who stands by and does nothing else")
    starts_at: Moment = Field(examples=["2026-12-02T09:00:00+08:00"])
    ends_at: Moment = Field(examples=["2026-12-02T11:30:00+08:00"])


class HotWorkStepView(BaseModel):
    """What was done; `actor_id` is null where the clock did it."""

    at: datetime
    actor_id: str | None
    action: str
    status: Status
    note: str | None

    @classmethod
    def of(cls, step: HotWorkStep) -> Self:
        """The view of a loaded row."""
        return cls(at=step.at, actor_id=step.actor_id, action=step.action, status=Status(step.status), note=step.note)


class HotWorkSummary(BaseModel):
    """A hot work as lists show it."""

    id: str
    number: str = Field(examples=["H261202-0001"])
    community_id: str
    renovation_id: str
    renovation_number: str = Field(examples=["R261122-0001"])
    room_code: str = Field(examples=["2#1-8-2"])
    status: Status = Field(description="As of now: `void` once the window is over")
    is_valid: bool = Field(description="Fire may be lit now: permitted, in the window, works not stopped")
    actions: list[str] = Field(description="What can be done next")
    place: str
    work: str
    worker_id: str
    worker_name: str
    extinguishers: str
    watcher_name: str
    starts_at: datetime
    ends_at: datetime
    requested_by: str
    reviewed_by: str | None
    approved_by: str | None
    permitted_at: datetime | None
    ended_at: datetime | None
    outcome: Literal["checked", "expired", "stopped"] | None
    version: int

    @classmethod
    def at(cls, hot_work: HotWork, now: datetime) -> Self:
        """The view of a row that is loaded with its renovation."""
        return cls.model_validate(_summary(hot_work, now))


class HotWorkView(HotWorkSummary):
    """A hot work with its history."""

    steps: list[HotWorkStepView]

    @classmethod
    def at(cls, hot_work: HotWork, now: datetime) -> Self:
        """The view of a row that is loaded with its renovation and history."""
        steps = [HotWorkStepView.of(step) for step in hot_work.steps]
        return cls.model_validate(_summary(hot_work, now) | {"steps": steps})


_SHOWN = set(HotWorkSummary.model_fields) - {"status", "is_valid", "actions", "renovation_number"}


def _summary(hot_work: HotWork, now: datetime) -> dict[str, object]:
    status = standing(Status(hot_work.status), hot_work.ends_at, now)
    valid = is_valid(
        Status(hot_work.status),
        hot_work.renovation.status,
        starts_at=hot_work.starts_at,
        ends_at=hot_work.ends_at,
        now=now,
    )
    return {name: getattr(hot_work, name) for name in _SHOWN} | {
        "renovation_number": hot_work.renovation.number,
        "status": status,
        "is_valid": valid,
        "actions": [action for action in HOT_WORK.actions(status) if action != Action.VOID],
    }
