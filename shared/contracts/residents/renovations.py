"""Renovations and hot work. Source: handbook R-30 to R-37."""

from datetime import date, datetime
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.common import Part
from shared.contracts.residents.base import Residents

RenovationSize = Literal["small", "medium", "large"]


class Worker(Part):
    """A contractor's worker by id and order; names stay in the residents service."""

    worker_id: str
    order: int


class ChargeDue(Part):
    """What billing has to charge: a tariff item and how many units."""

    item: str
    quantity: int


class _RenovationState(Residents):
    renovation_id: str
    number: str
    room_id: str
    room_code: str
    household_id: str
    size: RenovationSize
    starts_on: date
    ends_on: date
    contractor: str
    workers: list[Worker]
    status: str
    version: int


class RenovationSubmitted(_RenovationState):
    """The owner handed in the application. Source: handbook R-30."""

    TYPE: ClassVar[str] = "renovation.submitted"


class RenovationRevisionAsked(_RenovationState):
    """The plan review asks for a change."""

    TYPE: ClassVar[str] = "renovation.revision_asked"


class RenovationApproved(_RenovationState):
    """Approved: `charges_due` are to be paid before the permit. Source: handbook R-31."""

    TYPE: ClassVar[str] = "renovation.approved"

    charges_due: list[ChargeDue]


class RenovationRejected(_RenovationState):
    """Refused for good, or withdrawn by the applicant (`status` says which): what was charged and not paid is void."""

    TYPE: ClassVar[str] = "renovation.rejected"


class RenovationPermitted(_RenovationState):
    """The construction permit is issued. Source: handbook R-32."""

    TYPE: ClassVar[str] = "renovation.permitted"

    permit_number: str
    permit_code: str = Field(description="what the QR code on the permit carries, for the gate check")
    valid_from: date
    valid_until: date
    permitted_at: datetime


class RenovationExtensionDue(_RenovationState):
    """The permit ends soon, or has ended while the works go on: an extension is due. Source: handbook R-32."""

    TYPE: ClassVar[str] = "renovation.extension_due"

    permit_number: str
    valid_until: date
    expired: bool = Field(description="the period is over: works must stop")


class RenovationSuspended(_RenovationState):
    """Works are stopped; passes must not open the gate. Source: handbook R-35."""

    TYPE: ClassVar[str] = "renovation.suspended"

    reason: str = Field(description="kind of breach, never free text")


class RenovationResumed(_RenovationState):
    """Works may go on."""

    TYPE: ClassVar[str] = "renovation.resumed"


class RenovationViolationRecorded(_RenovationState):
    """A breach and the measure taken. Source: handbook R-35."""

    TYPE: ClassVar[str] = "renovation.violation_recorded"

    violation_id: str
    kind: str
    measure: str
    serious: bool


class Deduction(Part):
    """What is kept of the deposit, and the kind of reason. Source: handbook R-31."""

    reason: str = Field(description="a breach or `worker_pass`, `rubbish`, `other`; never free text")
    amount_fen: int


class RenovationCompleted(_RenovationState):
    """Inspected, cleared, permit and passes back: the deposit less deductions goes back. Source: handbook R-36."""

    TYPE: ClassVar[str] = "renovation.completed"

    completed_on: date
    deductions: list[Deduction]


class _HotWorkState(Residents):
    hot_work_id: str
    number: str
    renovation_id: str
    room_id: str
    room_code: str
    household_id: str
    starts_at: datetime
    ends_at: datetime
    version: int


class HotWorkPermitted(_HotWorkState):
    """Hot work may be done within the window; the permit voids itself at its end. Source: handbook R-33."""

    TYPE: ClassVar[str] = "hot_work.permitted"


class HotWorkEnded(_HotWorkState):
    """The permit is void: done and checked, or its window is over. Source: handbook R-33."""

    TYPE: ClassVar[str] = "hot_work.ended"

    outcome: Literal["checked", "expired", "stopped"] = Field(description="`stopped`: the works were suspended")
    ended_at: datetime
