"""What is answered."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Self

from pydantic import BaseModel, Field

from services.residents.defects.domain.kinds import DefectKind, DefectSeverity
from services.residents.defects.domain.lifecycle import LIFECYCLE, DefectStatus
from services.residents.defects.models import Defect, DefectNotice, DefectStep


class DefectSummary(BaseModel):
    """A defect as lists show it."""

    id: str
    number: str = Field(examples=["D261122-0001"])
    community_id: str
    room_id: str
    room_code: str = Field(examples=["3#2-5-1"])
    household_id: str | None
    move_in_id: str | None = Field(description="The move-in whose inspection found it")
    status: DefectStatus
    actions: list[str] = Field(description="What can be done next")
    kind: DefectKind
    severity: DefectSeverity
    place: str
    contractor: str | None
    round: int = Field(description="How many notices were sent")
    deadline_on: date
    finished_on: date | None
    visit_at: datetime | None
    cured_on: date | None
    created_at: datetime
    version: int

    @classmethod
    def of(cls, defect: Defect) -> Self:
        """The view of a loaded row."""
        return cls.model_validate(_state(defect))


class NoticeView(BaseModel):
    """A rectification notice to the developer (handbook R-23)."""

    round: int
    number: str = Field(examples=["D261122-0001"])
    issued_at: datetime
    deadline_on: date
    reason: str | None = Field(description="Why the re-inspection before it was refused")

    @classmethod
    def of(cls, notice: DefectNotice) -> Self:
        """The view of a loaded row."""
        return cls(
            round=notice.round,
            number=notice.number,
            issued_at=notice.issued_at,
            deadline_on=notice.deadline_on,
            reason=notice.reason,
        )


class DefectStepView(BaseModel):
    """What was done, by whom, when."""

    at: datetime
    actor_id: str
    action: str
    status: DefectStatus
    note: str | None

    @classmethod
    def of(cls, step: DefectStep) -> Self:
        """The view of a loaded row."""
        return cls(
            at=step.at, actor_id=step.actor_id, action=step.action, status=DefectStatus(step.status), note=step.note
        )


class DefectView(DefectSummary):
    """A defect with its notices and history."""

    description: str
    raised_by: str
    confirmed_by: str | None
    notices: list[NoticeView]
    steps: list[DefectStepView]

    @classmethod
    def whole(cls, defect: Defect) -> Self:
        """The view of a loaded row with its parts."""
        return cls(
            **DefectSummary.of(defect).model_dump(),
            description=defect.description,
            raised_by=defect.raised_by,
            confirmed_by=defect.confirmed_by,
            notices=[NoticeView.of(notice) for notice in defect.notices],
            steps=[DefectStepView.of(step) for step in defect.steps],
        )


def _state(defect: Defect) -> Mapping[str, object]:
    state = {name: getattr(defect, name) for name in DefectSummary.model_fields if name != "actions"}
    return state | {"actions": LIFECYCLE.actions(DefectStatus(defect.status))}
