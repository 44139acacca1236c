"""What is answered."""

from datetime import date, datetime
from typing import Self

from pydantic import BaseModel, Field

from services.residents.renovation.completion.schemas import CompletionView, RefundView
from services.residents.renovation.domain.application import Size
from services.residents.renovation.domain.breaches import Breach, LegalGround, Measure
from services.residents.renovation.domain.dues import ChargeState, is_settled
from services.residents.renovation.domain.lifecycle import LIFECYCLE, Action, Status
from services.residents.renovation.domain.papers import PaperKind
from services.residents.renovation.domain.policy import hours_text
from services.residents.renovation.models import (
    Permit,
    Renovation,
    RenovationPaper,
    RenovationStep,
    RenovationWorker,
    Violation,
)
from services.residents.renovation.overtime.schemas import OvertimeView
from services.residents.renovation.permits.schemas import ExtensionView
from services.residents.renovation.policies.reading import works_of
from services.residents.renovation.schemas.contacts import ContactView


class PermitView(BaseModel):
    """A construction permit (施工许可证, handbook R-32)."""

    number: str = Field(examples=["SG-P26-0001"])
    code: str = Field(description="What its QR code carries, for the gate check")
    valid_from: date
    valid_until: date
    issued_at: datetime
    superseded_at: datetime | None = Field(description="An extension's permit took its place")
    expired_at: datetime | None = Field(description="It ended while the works went on")

    @classmethod
    def of(cls, permit: Permit) -> Self:
        """The view of a loaded row."""
        return cls(
            number=permit.number,
            code=permit.code,
            valid_from=permit.valid_from,
            valid_until=permit.valid_until,
            issued_at=permit.issued_at,
            superseded_at=permit.superseded_at,
            expired_at=permit.expired_at,
        )


class ContractorView(BaseModel):
    """Who builds."""

    name: str
    licence_number: str
    contact: ContactView | None = Field(description="Whom to call, if somebody was named")


class RenovationSummary(BaseModel):
    """A renovation as lists show it."""

    id: str
    number: str = Field(examples=["R261122-0001"])
    community_id: str
    room_id: str
    room_code: str = Field(examples=["2#1-8-2"])
    household_id: str
    status: Status
    actions: list[str] = Field(description="What can be done next")
    size: Size
    starts_on: date
    ends_on: date
    contractor: ContractorView
    permits: list[PermitView]
    created_at: datetime
    version: int

    @classmethod
    def of(cls, renovation: Renovation) -> Self:
        """The view of a loaded row with its permits."""
        return cls(
            id=renovation.id,
            number=renovation.number,
            community_id=renovation.community_id,
            room_id=renovation.room_id,
            room_code=renovation.room_code,
            household_id=renovation.household_id,
            status=Status(renovation.status),
            actions=[action for action in LIFECYCLE.actions(Status(renovation.status)) if action != Action.PERMIT],
            size=Size(renovation.size),
            starts_on=renovation.starts_on,
            ends_on=renovation.ends_on,
            contractor=ContractorView(
                name=renovation.contractor_name,
                licence_number=renovation.contractor_licence_number,
                contact=ContactView.of(renovation),
            ),
            permits=[PermitView.of(permit) for permit in renovation.permits],
            created_at=renovation.created_at,
            version=renovation.version,
        )


class WorkerView(BaseModel):
    """A worker; the ID number is never answered (handbook R-04)."""

    id: str
    order: int
    name: str
    has_identity: bool
    photos: int

    @classmethod
    def of(cls, worker: RenovationWorker) -> Self:
        """The view of a loaded row."""
        return cls(
            id=worker.id,
            order=worker.order,
            name=worker.name,
            has_identity=worker.has_id_number,
            photos=worker.photos,
        )


class PaperView(BaseModel):
    """A paper handed in."""

    id: str
    kind: PaperKind
    name: str
    sha256: str | None
    description: str | None
    handed_in_at: datetime

    @classmethod
    def of(cls, paper: RenovationPaper) -> Self:
        """The view of a loaded row."""
        return cls(
            id=paper.id,
            kind=PaperKind(paper.kind),
            name=paper.name,
            sha256=paper.sha256,
            description=paper.description,
            handed_in_at=paper.handed_in_at,
        )


class DueView(BaseModel):
    """What the permit waits for; amounts are known once billing has charged (handbook R-31)."""

    item: str = Field(examples=["renovation_deposit"])
    quantity: int
    charge_ids: list[str]
    amount_fen: int | None
    is_paid: bool


class ViolationView(BaseModel):
    """A breach (handbook R-35)."""

    id: str
    kind: Breach
    measure: Measure
    is_serious: bool
    note: str | None
    rectify_by: date | None
    legal_ground: LegalGround | None
    legal_basis: str | None
    amount_fen: int | None
    notice_id: str | None
    recorded_by: str
    recorded_at: datetime
    cured_by: str | None
    cured_at: datetime | None
    cure_note: str | None

    @classmethod
    def of(cls, violation: Violation) -> Self:
        """The view of a loaded row."""
        return cls.model_validate({name: getattr(violation, name) for name in cls.model_fields})


class StepView(BaseModel):
    """What was done; `actor_id` is null where a payment did it."""

    at: datetime
    actor_id: str | None
    action: Action | str
    status: Status
    note: str | None

    @classmethod
    def of(cls, step: RenovationStep) -> Self:
        """The view of a loaded row."""
        return cls(at=step.at, actor_id=step.actor_id, action=step.action, status=Status(step.status), note=step.note)


class RenovationView(RenovationSummary):
    """A renovation with everything that belongs to it."""

    scope: str
    applied_by: str
    submitted_by: str | None
    plan_reviewed_by: str | None
    approved_by: str | None
    workers: list[WorkerView]
    papers: list[PaperView]
    dues: list[DueView]
    hours: str = Field(
        description="Of works: the permit's, before it is issued the community's policy's",
        examples=["08:00–12:00, 14:00–18:00"],
    )
    started_on: date | None
    completed_on: date | None
    extensions: list[ExtensionView]
    overtimes: list[OvertimeView]
    completions: list[CompletionView]
    refunds: list[RefundView]
    violations: list[ViolationView]
    steps: list[StepView]

    @classmethod
    def whole(cls, renovation: Renovation) -> Self:
        """The view of a loaded row with its parts."""
        return cls(
            **RenovationSummary.of(renovation).model_dump(),
            scope=renovation.scope,
            applied_by=renovation.applied_by,
            submitted_by=renovation.submitted_by,
            plan_reviewed_by=renovation.plan_reviewed_by,
            approved_by=renovation.approved_by,
            workers=[WorkerView.of(worker) for worker in renovation.workers],
            papers=[PaperView.of(paper) for paper in renovation.papers],
            dues=_dues(renovation),
            hours=hours_text(works_of(renovation).hours),
            started_on=renovation.started_on,
            completed_on=renovation.completed_on,
            extensions=[ExtensionView.of(extension) for extension in renovation.extensions],
            overtimes=[OvertimeView.of(overtime) for overtime in renovation.overtimes],
            completions=[CompletionView.of(completion) for completion in renovation.completions],
            refunds=[RefundView.of(refund) for refund in renovation.refunds],
            violations=[ViolationView.of(violation) for violation in renovation.violations],
            steps=[StepView.of(step) for step in renovation.steps],
        )


def _dues(renovation: Renovation) -> list[DueView]:
    states = [ChargeState(c.item, c.outstanding_fen, c.is_reversed) for c in renovation.charges]
    views = []
    for due in renovation.dues:
        standing = [c for c in renovation.charges if c.item == due.item and not c.is_reversed]
        amounts = [c.amount_fen for c in standing if c.amount_fen is not None]
        views.append(
            DueView(
                item=due.item,
                quantity=due.quantity,
                charge_ids=[c.charge_id for c in standing],
                amount_fen=sum(amounts) if amounts else None,
                is_paid=is_settled(due.item, states),
            )
        )
    return views
