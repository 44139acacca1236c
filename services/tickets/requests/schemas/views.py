"""How tickets are answered."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Self

from pydantic import BaseModel, Field

from services.tickets.domain.duties import Standing
from services.tickets.requests.domain.appointments import AskedBy
from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.domain.intake import Category, Department, Nature, Severity, Source
from services.tickets.requests.domain.lifecycle import IN_WORK, UNCLOSED, Outcome, Status, Validity, actions_of
from services.tickets.requests.domain.settlement import PaymentStatus
from services.tickets.requests.models import Ticket
from services.tickets.requests.repository.listing import CLOCK_COLUMNS, TICKET_COLUMNS
from shared.kernel.phones import mask_phone, national_phone


class ClockView(BaseModel):
    """A limit of the ticket (handbook T-04, T-06, T-13)."""

    clock: Clock
    due_at: datetime
    met_at: datetime | None
    breached_at: datetime | None = Field(description="The due time itself, once it passed unmet")
    warn_at: datetime | None = Field(description="When it is told that the limit is near")
    paused_at: datetime | None = Field(description="Since when it waits; it is due later by the paused time (T-28)")


class RequesterView(BaseModel):
    """Who asked; the phone is masked, except for the assignee while the work is open."""

    name: str
    phone: str = Field(examples=["138****5678"])


class WindowView(BaseModel):
    """A span that suits the requester (T-05)."""

    starts_at: datetime
    ends_at: datetime


class AppointmentView(BaseModel):
    """The time agreed last; promised once confirmed (T-05)."""

    starts_at: datetime
    asked_by: AskedBy
    reason: str
    made_by: str
    confirmed_by: str | None
    confirmed_at: datetime | None


class TicketView(BaseModel):
    """A ticket as the desk sees it."""

    id: str
    number: str = Field(examples=["T261122-0007"])
    community_id: str
    room_id: str | None
    room_code: str | None
    household_id: str | None
    category: Category
    nature: Nature
    severity: Severity
    source: Source
    department: Department
    status: Status
    actions: list[str] = Field(description="What is possible next")
    summary: str
    description: str | None
    requester: RequesterView
    owner_id: str
    assignee_id: str | None
    companion_id: str | None
    opened_at: datetime
    dispatched_at: datetime | None
    arrived_at: datetime | None
    completed_at: datetime | None
    closed_at: datetime | None
    sent_at: datetime | None = Field(description="The last dispatch; `dispatched_at` is the first")
    arrival_checked_at: datetime | None = Field(description="When the desk checked the arrival last (T-07)")
    arrival_found: bool | None = Field(description="Whether somebody was there")
    both_confirmed_for: datetime | None = Field(description="The agreed time that both sides confirmed (T-07)")
    availability: list[WindowView] = Field(description="When somebody may come, as the requester said (T-05)")
    appointment: AppointmentView | None
    work_done: str | None
    signed_by: str | None
    outcome: Outcome | None
    explanation: str | None
    validity: Validity | None = Field(description="What a lead judged (T-15)")
    is_warranty: bool = Field(description="The builder's work, billed to nobody (T-10)")
    contractor: str | None = Field(description="Whose work it was, if not ours")
    progress_due_at: datetime | None = Field(description="When the requester is to hear of the progress (T-20)")
    quoted_fen: int | None = Field(description="The quotes that stand together: accepted ones and the pending one")
    payment_status: PaymentStatus | None = Field(description="null for field staff, who see no money")
    is_leak: bool = Field(description="Leak or seepage: visited after the first rain (T-17)")
    rework_of: str | None = Field(description="The ticket whose follow-up was not satisfied")
    paused_at: datetime | None = Field(description="Since when it waits (T-28)")
    merged_into: str | None = Field(description="The ticket that goes on with this one's matter")
    split_from: str | None = Field(description="The ticket that this one's matter was part of")
    clocks: list[ClockView]
    version: int

    @classmethod
    def of(cls, ticket: Ticket, viewer: Standing | None = None) -> Self:
        """The view of a loaded row; without a viewer (answers that are stored with a key) the phone stays masked."""
        return cls(**fields_of(ticket, viewer))


_KEPT_BACK = [name for name in TICKET_COLUMNS if name not in TicketView.model_fields]
"""Columns that are shown otherwise, or to nobody here."""


@lru_cache
def _actions(status: str, category: str, is_paused: bool, awaits_word: bool) -> Sequence[str]:  # noqa: FBT001 - a key of the cache
    return actions_of(Status(status), Category(category), is_paused=is_paused, awaits_word=awaits_word)


def fields_of(ticket: Ticket, viewer: Standing | None) -> dict[str, Any]:
    """What every view of a ticket has, of a loaded row."""
    columns = {name: getattr(ticket, name) for name in TICKET_COLUMNS}
    clocks = [{name: getattr(timer, name) for name in CLOCK_COLUMNS} for timer in ticket.clocks]
    return fields_from(columns, clocks, viewer)


def fields_from(
    ticket: Mapping[str, Any], clocks: Sequence[Mapping[str, Any]], viewer: Standing | None
) -> dict[str, Any]:
    """The same of `TICKET_COLUMNS`, ready to be written as JSON: lists have no objects."""
    status, is_paused = ticket["status"], ticket["paused_at"] is not None
    dial = viewer is not None and viewer.account_id == ticket["assignee_id"] and status in IN_WORK
    phone = ticket["requester_phone"]
    fields = dict(ticket)  # all columns at once: naming forty took as long as writing them
    for name in _KEPT_BACK:
        del fields[name]
    awaits_word = ticket["appointment_at"] is not None and ticket["appointment_confirmed_at"] is None
    fields["actions"] = _actions(status, ticket["category"], is_paused, awaits_word)
    fields["requester"] = {
        "name": ticket["requester_name"],
        "phone": national_phone(phone) if dial else mask_phone(phone),
    }
    fields["appointment"] = _appointment_of(ticket) if ticket["appointment_at"] is not None else None
    fields["availability"] = ticket["availability"] or []
    fields["clocks"] = clocks
    if status not in UNCLOSED:
        fields["progress_due_at"] = None
    if viewer is not None and viewer.is_field:
        fields["payment_status"] = None
    return fields


def _appointment_of(ticket: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "starts_at": ticket["appointment_at"],
        "asked_by": ticket["appointment_asked_by"] or AskedBy.US,
        "reason": ticket["appointment_reason"] or "",
        "made_by": ticket["appointment_made_by"] or "",
        "confirmed_by": ticket["appointment_confirmed_by"],
        "confirmed_at": ticket["appointment_confirmed_at"],
    }
