"""What is answered."""

from datetime import date, datetime
from typing import Self, TypeVar

from pydantic import BaseModel, Field

from services.residents.move_ins.domain.inspection import (
    ITEMS,
    METERS,
    METERS_OF,
    TEMPLATES,
    InspectionFinding,
    InspectionItem,
    OpeningMeter,
)
from services.residents.move_ins.domain.keys import KeyCustody
from services.residents.move_ins.domain.steps import STEPS_IN_ORDER, MoveInStatus, MoveInStep, next_step
from services.residents.move_ins.models import MoveIn, MoveInStepRow
from services.residents.move_ins.schemas.asked import (
    AgreementsForm,
    CompletionForm,
    CustodyForm,
    DocumentsForm,
    KeysForm,
    PrepaymentForm,
    ReadingsForm,
    VerificationForm,
)
from services.residents.premises.domain.kinds import RoomKind
from shared.kernel.phones import mask_phone
from shared.kernel.text import Locale

F = TypeVar("F", bound=BaseModel)


class MoveInSummary(BaseModel):
    """A move-in as lists show it; the phone is masked (handbook R-04)."""

    id: str
    number: str = Field(examples=["M261122-0001"])
    community_id: str
    room_id: str
    room_code: str = Field(examples=["3#2-5-1"])
    room_kind: RoomKind
    status: MoveInStatus
    next_step: MoveInStep | None = Field(description="Whose turn it is; null at the end")
    owner_name: str
    owner_phone: str | None = Field(examples=["138****5678"])
    notice_number: str
    notice_on: date
    appointment_at: datetime | None
    pack_prepared_at: datetime | None
    pack_prepared_by: str | None
    household_id: str | None
    handed_over_on: date | None
    created_at: datetime
    version: int

    @classmethod
    def of(cls, move_in: MoveIn) -> Self:
        """The view of a loaded row."""
        state = {name: getattr(move_in, name) for name in MoveInSummary.model_fields if name != "next_step"}
        phone = move_in.owner_phone
        state["owner_phone"] = mask_phone(phone) if phone else None
        return cls.model_validate({**state, "next_step": next_step(MoveInStatus(move_in.status))})


class StepState(BaseModel):
    """A step of the visit: done by whom and when, or still to come."""

    step: MoveInStep
    done_at: datetime | None
    done_by: str | None


class HistoryEntry(BaseModel):
    """What was done, steps outside the order included."""

    at: datetime
    actor_id: str
    step: str
    status: MoveInStatus
    note: str | None


class HouseholdTaken(BaseModel):
    """Which household takes over."""

    household_id: str
    is_new: bool = Field(description="Entered in the register by this move-in")


class ItemFound(BaseModel):
    """An item of the inspection with the numbers of its defects."""

    item: InspectionItem
    finding: InspectionFinding
    note: str | None = None
    defects: list[str] = Field(examples=[["D261122-0001"]])


class InspectionFound(BaseModel):
    """The joint inspection."""

    items: list[ItemFound]
    inspected_with: str


class MoveInView(MoveInSummary):
    """A move-in with every form that was filled in."""

    steps: list[StepState] = Field(description="In order; the first without `done_at` is next")
    verification: VerificationForm | None
    agreements: AgreementsForm | None
    documents: DocumentsForm | None
    prepayment: PrepaymentForm | None
    household: HouseholdTaken | None
    key_custody: CustodyForm | None
    inspection: InspectionFound | None
    readings: ReadingsForm | None
    keys: KeysForm | None
    custody_slip_number: str | None = Field(description="Of the key that stays for finishing work")
    completion: CompletionForm | None
    history: list[HistoryEntry]

    @classmethod
    def whole(cls, move_in: MoveIn) -> Self:
        """The view of a loaded row with its steps."""
        done = {row.step: row for row in move_in.steps}
        return cls(
            **MoveInSummary.of(move_in).model_dump(),
            steps=[_state(step, done.get(step)) for step in STEPS_IN_ORDER],
            verification=_form(done, MoveInStep.VERIFY, VerificationForm),
            agreements=_form(done, MoveInStep.SIGN_AGREEMENTS, AgreementsForm),
            documents=_form(done, MoveInStep.HAND_OUT_DOCUMENTS, DocumentsForm),
            prepayment=_form(done, MoveInStep.RECORD_PREPAYMENT, PrepaymentForm),
            household=_form(done, MoveInStep.CONFIRM_HOUSEHOLD, HouseholdTaken),
            key_custody=_form(done, MoveInStep.CHOOSE_CUSTODY, CustodyForm),
            inspection=_form(done, MoveInStep.INSPECT, InspectionFound),
            readings=_form(done, MoveInStep.READ_METERS, ReadingsForm),
            keys=_form(done, MoveInStep.TRY_KEYS, KeysForm),
            custody_slip_number=slip_number(move_in),
            completion=_form(done, MoveInStep.COMPLETE, CompletionForm),
            history=[
                HistoryEntry(
                    at=row.at, actor_id=row.actor_id, step=row.step, status=MoveInStatus(row.status), note=row.note
                )
                for row in move_in.steps
            ],
        )


def slip_number(move_in: MoveIn) -> str | None:
    """Of the key that stays, once it was tried."""
    has_keys = any(row.step == MoveInStep.TRY_KEYS for row in move_in.steps)
    return f"{move_in.number}-K" if has_keys and move_in.custody != KeyCustody.NONE else None


def _state(step: MoveInStep, row: MoveInStepRow | None) -> StepState:
    return StepState(step=step, done_at=row.at if row else None, done_by=row.actor_id if row else None)


def _form(done: dict[str, MoveInStepRow], step: MoveInStep, form: type[F]) -> F | None:
    row = done.get(step)
    return form.model_validate(row.form) if row else None


class ItemToLookAt(BaseModel):
    """An item of a list."""

    item: InspectionItem
    label: str


class MeterToRead(BaseModel):
    """A meter that such a room has."""

    kind: OpeningMeter
    label: str


class InspectionList(BaseModel):
    """What is looked at and read in a kind of room (handbook R-22)."""

    room_kind: RoomKind
    items: list[ItemToLookAt]
    meters: list[MeterToRead]

    @classmethod
    def of(cls, kind: RoomKind, locale: Locale) -> Self:
        """In the order of a walk through the room."""
        return cls(
            room_kind=kind,
            items=[ItemToLookAt(item=item, label=ITEMS[item].pick(locale)) for item in TEMPLATES[kind]],
            meters=[MeterToRead(kind=meter, label=METERS[meter].pick(locale)) for meter in METERS_OF[kind]],
        )
