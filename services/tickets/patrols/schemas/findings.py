"""Bodies of findings."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field

from services.tickets.patrols.domain.areas import AreaKind
from services.tickets.patrols.domain.findings import FindingAction, FindingStatus
from services.tickets.patrols.models import PatrolFinding
from services.tickets.patrols.schemas.base import PatrolBody
from services.tickets.requests.domain.intake import Department
from services.tickets.requests.schemas.actions import Moment
from services.tickets.requests.schemas.intake import Phone
from shared.runtime.http.fields import Prose


class FindingChange(PatrolBody):
    """What was done about it."""

    note: Prose | None = Field(default=None, examples=["已清理并加铺防滑垫"])


class Recheck(PatrolBody):
    """Whether it meets its standard now; not by who put it right."""

    passed: bool
    deadline_at: Moment | None = Field(default=None, description="Required when it did not pass")
    note: Prose | None = None


class TicketOfFinding(PatrolBody):
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
