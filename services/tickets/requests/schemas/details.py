"""What a ticket's detail shows besides the ticket: quotes, charges, pauses, reworks, what was merged, history."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field

from services.tickets.domain.duties import Standing
from services.tickets.follow_ups.domain.visits import FollowUpStatus
from services.tickets.follow_ups.models import FollowUp
from services.tickets.follow_ups.schemas import FollowUpBrief
from services.tickets.requests.domain.lifecycle import Status
from services.tickets.requests.domain.pauses import PauseReason
from services.tickets.requests.domain.quoting import Decision
from services.tickets.requests.domain.settlement import paid_of
from services.tickets.requests.models import Ticket, TicketCharge, TicketPause, TicketPayment, TicketQuote
from services.tickets.requests.repository.counts import TicketCounts
from services.tickets.requests.repository.joining import Merged
from services.tickets.requests.repository.reworks import ReworkLink
from services.tickets.requests.schemas.views import RequesterView, TicketView, fields_of
from shared.kernel.phones import mask_phone


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
