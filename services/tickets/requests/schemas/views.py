"""How tickets are answered."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field

from services.tickets.domain.duties import Standing
from services.tickets.follow_ups.domain.visits import FollowUpStatus
from services.tickets.follow_ups.models import FollowUp
from services.tickets.follow_ups.schemas import FollowUpBrief
from services.tickets.requests.domain.appointments import AskedBy
from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.domain.intake import Category, Department, Nature, Severity, Source
from services.tickets.requests.domain.lifecycle import IN_WORK, UNCLOSED, Outcome, Status, Validity, actions_of
from services.tickets.requests.domain.pauses import PauseReason
from services.tickets.requests.domain.quoting import Decision
from services.tickets.requests.domain.settlement import PaymentStatus, paid_of
from services.tickets.requests.models import Ticket, TicketCharge, TicketPause, TicketPayment, TicketQuote
from services.tickets.requests.repository.counts import TicketCounts
from services.tickets.requests.repository.joining import Merged
from services.tickets.requests.repository.listing import CLOCK_COLUMNS, TICKET_COLUMNS
from services.tickets.requests.repository.reworks import ReworkLink
from shared.kernel.phones import mask_phone, national_phone


class ClockView(BaseModel):
    """A limit of the ticket (handbook T-04, T-06, T-13)."""

    clock: Clock
    due_at: datetime
    met_at: datetime | None
    breached_at: datetime | None = Field(description="The due time itself, once it passed unmet")
    warn_at: datetime | None = Field(description="When it is told that the limit is near")
    paused_at: datetime | None = Field(description="Since when it waits; it is due later by the paused time (T-28)")


class PauseView(BaseModel):
    """A wait that was not ours, with who and why (T-28)."""

    reason: PauseReason
    note: str | None
    started_at: datetime
    started_by: str
    ended_at: datetime | None
    ended_by: str | None

    @classmethod
    def of(cls, wait: TicketPause) -> Self:
        """The view of a row."""
        return cls(
            reason=PauseReason(wait.reason),
            note=wait.note,
            started_at=wait.started_at,
            started_by=wait.started_by,
            ended_at=wait.ended_at,
            ended_by=wait.ended_by,
        )


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
def _actions(status: str, category: str, is_paused: bool) -> Sequence[str]:  # noqa: FBT001 - a key of the cache
    return actions_of(Status(status), Category(category), is_paused=is_paused)


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
    fields["actions"] = _actions(status, ticket["category"], is_paused)
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


class QuoteLineView(BaseModel):
    """A priced line; the price is the tariff's of that day."""

    item: str
    name_zh: str
    name_en: str
    unit: str
    quantity: int
    unit_price_fen: int
    amount_fen: int
    used: Decimal | None = Field(default=None, description="What the work took of it, once completed: billed by it")


class QuoteView(BaseModel):
    """A price put to the resident (T-09)."""

    number: int
    lines: list[QuoteLineView]
    amount_fen: int
    quoted_by: str
    quoted_at: datetime
    decision: Decision
    decided_at: datetime | None
    decided_by: str | None = Field(description="Who accepted or declined on site")
    statement: str | None
    recorded_by: str | None

    @classmethod
    def of(cls, quote: TicketQuote) -> Self:
        """The view of a row."""
        return cls(
            number=quote.number,
            lines=[QuoteLineView(**line) for line in quote.lines],
            amount_fen=quote.amount_fen,
            quoted_by=quote.quoted_by,
            quoted_at=quote.quoted_at,
            decision=Decision(quote.decision),
            decided_at=quote.decided_at,
            decided_by=quote.decided_by_name,
            statement=quote.statement,
            recorded_by=quote.recorded_by,
        )


class QuotedTicketView(TicketView):
    """A ticket with its quotes, oldest first; those that were accepted count together."""

    billable_fen: int = Field(description="What closing charges: accepted, and once completed what was used of it")
    quotes: list[QuoteView]

    @classmethod
    def of(cls, ticket: Ticket, viewer: Standing | None = None) -> Self:
        """The view of a row loaded with its quotes."""
        return cls(
            **fields_of(ticket, viewer),
            billable_fen=ticket.billable_fen,
            quotes=[QuoteView.of(quote) for quote in ticket.quotes],
        )


class ChargeView(BaseModel):
    """A charge that closing led to, as billing told it."""

    charge_id: str
    number: str
    item: str
    amount_fen: int
    paid_fen: int
    due_on: date
    is_reversed: bool


class ReworkView(BaseModel):
    """A ticket of the chain that began with the first request (T-19)."""

    ticket_id: str
    number: str
    status: Status
    rework_count: int
    follow_up_status: FollowUpStatus | None = Field(description="null where it has no visit, or none yet")
    reason: str | None = Field(description="Why the resident was not satisfied")

    @classmethod
    def of(cls, link: ReworkLink) -> Self:
        """The view of a link."""
        return cls(
            ticket_id=link.ticket_id,
            number=link.number,
            status=Status(link.status),
            rework_count=link.rework_count,
            follow_up_status=FollowUpStatus(link.follow_up_status) if link.follow_up_status else None,
            reason=link.reason,
        )


class TicketCountsView(BaseModel):
    """How much of each there is, as far as the reader is shown it."""

    model_config = ConfigDict(from_attributes=True)

    notes: int
    attachments: int
    promises_open: int = Field(description="Promises about it that are neither kept nor cancelled")
    slips_open: int = Field(description="Work-contact slips that were not passed on; none once it is closed")


class MergedView(BaseModel):
    """A ticket whose matter goes on here, and who had asked: they are told the result too (T-01)."""

    ticket_id: str
    number: str
    requester: RequesterView
    household_id: str | None

    @classmethod
    def of(cls, merged: Merged) -> Self:
        """The view of one."""
        requester = RequesterView(name=merged.requester_name, phone=mask_phone(merged.requester_phone))
        return cls(
            ticket_id=merged.ticket_id, number=merged.number, requester=requester, household_id=merged.household_id
        )


class Around(NamedTuple):
    """The rows about a ticket that its detail is made of."""

    charges: Iterable[TicketCharge]
    payments: Sequence[TicketPayment]
    follow_ups: Iterable[FollowUp]
    pauses: Iterable[TicketPause]
    chain: Sequence[ReworkLink]
    counts: TicketCounts
    merged: Iterable[Merged]


class TicketDetail(QuotedTicketView):
    """Everything about a ticket but its history."""

    counts: TicketCountsView
    charges: list[ChargeView] = Field(description="Empty for field staff, who see no money")
    receipts: list[str] = Field(description="Receipt numbers of its payments")
    follow_ups: list[FollowUpBrief]
    pauses: list[PauseView]
    rework_chain: list[ReworkView] = Field(description="The first request and its reworks; empty where there are none")
    merged_from: list[MergedView] = Field(description="What was merged into it, directly or by way of another one")

    @classmethod
    def whole(cls, ticket: Ticket, viewer: Standing, around: Around) -> Self:
        """The view of all its rows."""
        return cls(
            **fields_of(ticket, viewer),
            billable_fen=ticket.billable_fen,
            quotes=[QuoteView.of(quote) for quote in ticket.quotes],
            charges=[
                ChargeView(
                    charge_id=charge.id,
                    number=charge.number,
                    item=charge.item,
                    amount_fen=charge.amount_fen,
                    paid_fen=paid_of(charge.id, around.payments),
                    due_on=charge.due_on,
                    is_reversed=charge.is_reversed,
                )
                for charge in around.charges
            ],
            receipts=list(dict.fromkeys(part.receipt_number for part in around.payments)),
            follow_ups=[FollowUpBrief.of(follow_up) for follow_up in around.follow_ups],
            pauses=[PauseView.of(wait) for wait in around.pauses],
            rework_chain=[ReworkView.of(link) for link in around.chain] if len(around.chain) > 1 else [],
            counts=TicketCountsView.model_validate(around.counts),
            merged_from=[MergedView.of(one) for one in around.merged],
        )


class HistoryLine(BaseModel):
    """One thing that happened, as a readable line in the request's language."""

    at: datetime
    action: str
    status: Status
    actor_id: str | None
    line: str = Field(examples=["前台受理了工单"])
    note: str | None
