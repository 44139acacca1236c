"""What is answered."""

from datetime import date, datetime
from decimal import Decimal
from typing import Self

from pydantic import BaseModel, Field

from services.residents.households.domain.membership import Role
from services.residents.households.schemas import MemberBody
from services.residents.transfers.domain.checklist import Checked, Item, State, by_hand
from services.residents.transfers.domain.lifecycle import Status
from services.residents.transfers.domain.readings import Meter, from_thousandths, in_meter_order
from services.residents.transfers.domain.reasons import PaperKind, Reason, Vacancy
from services.residents.transfers.models import (
    Transfer,
    TransferMember,
    TransferPaper,
    TransferReading,
    TransferStep,
)
from services.residents.transfers.usecases.check_transfer import CheckedTransfer
from shared.kernel.phones import mask_phone, parse_phone


class TransferSummary(BaseModel):
    """A transfer without its checklist."""

    id: str
    community_id: str
    number: str = Field(examples=["H261122-0001"])
    household_id: str
    room_id: str
    room_code: str = Field(examples=["3#2-5-1"])
    status: Status
    reason: Reason
    planned_on: date
    opened_by: str = Field(description="An account; may not waive an item")
    opened_at: datetime
    transferred_on: date | None
    new_household_id: str | None
    ended_at: datetime | None
    version: int

    @classmethod
    def of(cls, transfer: Transfer) -> Self:
        """The view of a loaded row."""
        return cls(
            id=transfer.id,
            community_id=transfer.community_id,
            number=transfer.number,
            household_id=transfer.household_id,
            room_id=transfer.room_id,
            room_code=transfer.room_code,
            status=Status(transfer.status),
            reason=Reason(transfer.reason),
            planned_on=transfer.planned_on,
            opened_by=transfer.opened_by,
            opened_at=transfer.created_at,
            transferred_on=transfer.transferred_on,
            new_household_id=transfer.new_household_id,
            ended_at=transfer.ended_at,
            version=transfer.version,
        )


class PlannedMember(BaseModel):
    """Somebody of the new holder's household, until it is registered; the phone is masked (handbook R-04)."""

    person_id: str | None
    name: str | None
    role: Role
    relation: str | None
    phone: str | None = Field(examples=["138****5678"])
    has_id_number: bool
    pays: bool

    @classmethod
    def of(cls, member: TransferMember) -> Self:
        """The view of a row."""
        asked = MemberBody.model_validate(member.details)
        return cls(
            person_id=asked.person_id,
            name=asked.name,
            role=asked.role,
            relation=asked.relation,
            phone=mask_phone(parse_phone(asked.phone)) if asked.phone else None,
            has_id_number=member.has_id_number,
            pays=asked.pays,
        )


class SeenPaper(BaseModel):
    """A paper that was presented."""

    kind: PaperKind
    description: str | None
    seen_at: datetime
    seen_by: str

    @classmethod
    def of(cls, paper: TransferPaper) -> Self:
        """The view of a row."""
        return cls(
            kind=PaperKind(paper.kind), description=paper.description, seen_at=paper.seen_at, seen_by=paper.seen_by
        )


class LastReading(BaseModel):
    """A meter at the end; `reading` is null where the room has none of the kind."""

    meter: Meter
    reading: Decimal | None = Field(examples=["123.400"])
    opening: Decimal | None = Field(description="The earlier hand-over reading, where one is known")
    read_at: datetime
    read_by: str

    @classmethod
    def of(cls, row: TransferReading) -> Self:
        """The view of a row."""
        return cls(
            meter=Meter(row.meter),
            reading=from_thousandths(row.reading),
            opening=from_thousandths(row.opening),
            read_at=row.read_at,
            read_by=row.read_by,
        )


class ItemView(BaseModel):
    """An item of the checklist. Everything but `open` lets the transfer close (handbook R-07)."""

    item: Item
    state: State
    open_count: int | None = Field(description="How many things are open; null where no record is kept")
    sum_fen: int | None = Field(description="Only for who may waive it; else null")
    names: list[str] = Field(description="Which: tags, numbers, kinds", examples=[["3#2-5-1/1"]])
    by_hand: bool = Field(description="Whether `confirm` can settle it")
    marked_by: str | None
    marked_by_name: str | None
    marked_at: datetime | None
    note: str | None

    @classmethod
    def of(cls, checked: Checked, *, with_sums: bool) -> Self:
        """The view of a checked item."""
        finding, mark = checked.finding, checked.mark
        return cls(
            item=checked.item,
            state=checked.state,
            open_count=finding.count,
            sum_fen=finding.sum_fen if with_sums else None,
            names=list(finding.names),
            by_hand=by_hand(checked.item, finding),
            marked_by=mark.by if mark else None,
            marked_by_name=mark.by_name if mark else None,
            marked_at=mark.at if mark else None,
            note=mark.note if mark else None,
        )


class TransferStepView(BaseModel):
    """What was done, by whom, when."""

    at: datetime
    actor_id: str
    actor_name: str
    action: str
    item: Item | None
    note: str | None

    @classmethod
    def of(cls, step: TransferStep) -> Self:
        """The view of a row."""
        return cls(
            at=step.at,
            actor_id=step.actor_id,
            actor_name=step.actor_name,
            action=step.action,
            item=Item(step.item) if step.item else None,
            note=step.note,
        )


class TransferView(TransferSummary):
    """A transfer with its checklist: live facts while it is open, afterwards as it stood."""

    remark: str | None
    vacant_as: Vacancy
    members: list[PlannedMember] = Field(description="Until the end; then the register has them")
    papers: list[SeenPaper]
    readings: list[LastReading]
    checklist: list[ItemView]
    is_clear: bool = Field(description="Whether it may close now")
    steps: list[TransferStepView]

    @classmethod
    def whole(cls, checked: CheckedTransfer, *, with_sums: bool) -> Self:
        """The view of a loaded row with its parts and checklist."""
        transfer = checked.transfer
        return cls(
            **TransferSummary.of(transfer).model_dump(),
            remark=transfer.remark,
            vacant_as=Vacancy(transfer.vacant_as),
            members=[PlannedMember.of(member) for member in transfer.members],
            papers=[SeenPaper.of(paper) for paper in transfer.papers],
            readings=[LastReading.of(row) for row in in_meter_order(transfer.readings)],
            checklist=[ItemView.of(each, with_sums=with_sums) for each in checked.checklist],
            is_clear=all(each.state is not State.OPEN for each in checked.checklist),
            steps=[TransferStepView.of(step) for step in transfer.steps],
        )
