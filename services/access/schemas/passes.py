"""HTTP bodies about passes, the gate and the desk's screens."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from services.access.domain.gate import Decision, Reason, Verdict
from services.access.domain.labels import GUARD_WORDS
from services.access.domain.lifecycle import Action, Kind, Status, possible
from services.access.models import Pass, PassStep, RenovationReplica
from services.access.repository.gate import Presented
from services.access.repository.records import PassRecord
from shared.kernel.text import Locale
from shared.runtime.http.fields import Code, Identifier, Line, Name

Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]


class PassOpening(BaseModel):
    """A pass that the desk enters: for a member of a household (A-30), or for a guest at once (A-32)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "kind": "temporary",
                    "room_code": "3#2-5-1",
                    "holder_name": "李师傅",
                    "valid_until": "2026-11-23",
                    "purpose": "送家具",
                },
                {"kind": "resident", "room_code": "3#2-5-1", "holder_id": "0193d2a0-0000-7000-8000-000000000001"},
            ]
        },
    )

    kind: Literal[Kind.RESIDENT, Kind.TEMPORARY] = Field(
        description="Worker passes are requested by an approved renovation, not here"
    )
    room_code: Code
    holder_id: Identifier | None = Field(default=None, description="resident: person id of a member of the household")
    holder_name: Name | None = Field(default=None, description="temporary: who gets it")
    valid_from: Day | None = Field(default=None, description="resident: first day; temporary: always today")
    valid_until: Day | None = Field(default=None, description="Last day; required for temporary")
    purpose: Line | None = None
    community_id: Identifier | None = Field(default=None, description="Needed when the account has several communities")


class ReviewDecision(StrEnum):
    """What security says of the papers."""

    PASS = "pass"  # noqa: S105 - a decision, no password
    REFUSE = "refuse"


class Review(BaseModel):
    """Security's decision; `refuse` needs its reason."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"decision": "pass"}, {"decision": "refuse", "reason": "证件照不符"}]},
    )

    decision: ReviewDecision
    reason: Line | None = None


class Issue(BaseModel):
    """Who took the pass at the desk."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"received_by": "赵工头"}]})

    received_by: Name


class Revocation(BaseModel):
    """Why a pass that is out is barred."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "转借他人使用"}]})

    reason: Line


class HolderView(BaseModel):
    """Whose pass it is. Workers' names stay in the residents service."""

    id: str
    name: str | None


class PassView(BaseModel):
    """A pass in a list."""

    id: str
    number: str = Field(examples=["W-0001"])
    kind: Kind
    status: Status
    actions: list[str] = Field(description="What people may do next")
    community_id: str
    room_id: str
    room_code: str = Field(examples=["3#2-5-1"])
    household_id: str | None
    holder: HolderView
    purpose: str | None
    renovation_id: str | None
    beyond_quota: bool = Field(description="A resident pass beyond the free ones: its fee is charged (A-30)")
    fee_paid_at: datetime | None
    valid_from: date | None
    valid_until: date | None
    due_at: datetime | None = Field(description="Worker pass: to be issued by then (A-31)")
    breached_at: datetime | None = Field(description="The exact moment at which the 30 minutes were missed")
    requested_at: datetime
    issued_at: datetime | None
    returned_at: datetime | None
    version: int

    @classmethod
    def of(cls, card: Pass) -> Self:
        """The view of a row."""
        return cls(**_facts(card))


class StageView(BaseModel):
    """One step of the pass's history; `took_s` is the time since the step before (A-31: each stage is timed)."""

    action: Action
    status: Status
    at: datetime
    took_s: int
    actor_id: str | None = Field(description="None for what events and timers did")
    actor_name: str | None
    note: str | None


class PassDetail(PassView):
    """A pass with its history and its code."""

    code: str = Field(description="What the QR code carries")
    received_by: str | None
    stages: list[StageView]

    @classmethod
    def of(cls, record: PassRecord) -> Self:  # type: ignore[override]  # a record tells more than a row
        """The view of a row, its history and the names of those who acted."""
        card = record.card
        before = [step.at for step in record.steps[:1]] + [step.at for step in record.steps]
        stages = [_stage(step, since, record.staff_names) for step, since in zip(record.steps, before, strict=False)]
        return cls(**_facts(card), code=card.code, received_by=card.received_by, stages=stages)


class GateAnswer(BaseModel):
    """What the guard is told; both decisions answer 200."""

    decision: Decision
    reason: Reason
    message: str
    kind: Literal[Kind.RESIDENT, Kind.WORKER, Kind.TEMPORARY, "permit"] | None
    number: str | None
    community_id: str | None = Field(description="Of the room")
    room_code: str | None
    valid_from: date | None
    valid_until: date | None
    holder: HolderView | None
    renovation_id: str | None
    contractor: str | None = Field(description="Of a construction permit")
    checked_at: datetime

    @classmethod
    def of(cls, presented: Presented, verdict: Verdict, *, checked_at: datetime, locale: Locale) -> Self:
        """The answer about what was presented, in the guard's language."""
        found = presented.card or presented.permit
        period: dict[str, Any] = {
            "valid_from": found.valid_from if found else None,
            "valid_until": found.valid_until if found else None,
        }
        return cls(
            decision=verdict.decision,
            reason=verdict.reason,
            message=GUARD_WORDS[verdict.reason].pick(locale, **period),
            checked_at=checked_at,
            **(_card_facts(presented.card) if presented.card else _permit_facts(presented.permit)),
            **period,
        )


class RoomPasses(BaseModel):
    """Access's part of the caller card."""

    passes: list[PassView]


class LatePasses(BaseModel):
    """How many, and the first of them."""

    count: int
    items: list[PassView]


class Today(BaseModel):
    """Access's part of the desk's day."""

    waiting: dict[str, int] = Field(description="Passes per stage before issue")
    over_the_clock: LatePasses
    temporary_unreturned: LatePasses


class CodeLabel(BaseModel):
    """One value of an enumeration, in the request's language."""

    code: str
    label: str


def _facts(card: Pass) -> dict[str, Any]:
    """The columns that a pass's views tell."""
    return {
        "id": card.id,
        "number": card.number,
        "kind": card.kind,
        "status": card.status,
        "actions": possible(Kind(card.kind), Status(card.status)),
        "community_id": card.community_id,
        "room_id": card.room_id,
        "room_code": card.room_code,
        "household_id": card.household_id,
        "holder": HolderView(id=card.holder_id, name=card.holder_name),
        "purpose": card.purpose,
        "renovation_id": card.renovation_id,
        "beyond_quota": card.beyond_quota,
        "fee_paid_at": card.fee_paid_at,
        "valid_from": card.valid_from,
        "valid_until": card.valid_until,
        "due_at": card.due_at,
        "breached_at": card.breached_at,
        "requested_at": card.created_at,
        "issued_at": card.issued_at,
        "returned_at": card.returned_at,
        "version": card.version,
    }


def _stage(step: PassStep, since: datetime, names: Mapping[str, str]) -> StageView:
    return StageView(
        action=Action(step.action),
        status=Status(step.status),
        at=step.at,
        took_s=int((step.at - since).total_seconds()),
        actor_id=step.actor_id,
        actor_name=names.get(step.actor_id) if step.actor_id else None,
        note=step.note,
    )


def _card_facts(card: Pass) -> dict[str, Any]:
    return {
        "kind": card.kind,
        "number": card.number,
        "community_id": card.community_id,
        "room_code": card.room_code,
        "holder": HolderView(id=card.holder_id, name=card.holder_name),
        "renovation_id": card.renovation_id,
        "contractor": None,
    }


def _permit_facts(permit: RenovationReplica | None) -> dict[str, Any]:
    return {
        "kind": "permit" if permit else None,
        "number": permit.permit_number if permit else None,
        "community_id": permit.community_id if permit else None,
        "room_code": permit.room_code if permit else None,
        "holder": None,
        "renovation_id": permit.id if permit else None,
        "contractor": permit.contractor if permit else None,
    }
