"""Events of requests. No free text about people travels."""

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.common import Part
from shared.contracts.tickets.base import TicketsEvent


class TicketState(TicketsEvent):
    """What every `ticket.*` event has."""

    ticket_id: str
    number: str
    room_id: str | None
    room_code: str | None
    household_id: str | None
    category: str
    nature: str
    severity: str
    department: str
    status: str
    owner_id: str = Field(description="account id: first-contact owner, handbook T-01")
    assignee_id: str | None
    opened_at: datetime
    respond_by: datetime | None
    arrive_by: datetime | None
    settle_by: datetime | None
    version: int


class TicketOpened(TicketState):
    """A request was taken in. Source: handbook T-01 … T-05."""

    TYPE: ClassVar[str] = "ticket.opened"

    matter: str | None = Field(default=None, description="code of the table `matter`, T-21; None: none that it knows")


class TicketDispatched(TicketState):
    """Sent to a department, or to somebody of it. Source: handbook T-03, T-04."""

    TYPE: ClassVar[str] = "ticket.dispatched"

    companion_id: str | None = Field(default=None, description="account id: the assistant who accompanies the work")


class TicketHandedOver(TicketState):
    """`owner_id` owns it from here on, in place of `from_owner_id`. Source: handbook T-01."""

    TYPE: ClassVar[str] = "ticket.handed_over"

    from_owner_id: str


class TicketAccepted(TicketState):
    """The assignee took it on."""

    TYPE: ClassVar[str] = "ticket.accepted"


class TicketArrived(TicketState):
    """Somebody is on site."""

    TYPE: ClassVar[str] = "ticket.arrived"


class TicketQuoted(TicketState):
    """A price from the tariff was put to the resident. Source: handbook T-09."""

    TYPE: ClassVar[str] = "ticket.quoted"

    amount_fen: int


class TicketCompleted(TicketState):
    """The work is done and signed for."""

    TYPE: ClassVar[str] = "ticket.completed"


class TicketReopened(TicketState):
    """Not satisfied: rework."""

    TYPE: ClassVar[str] = "ticket.reopened"


class BillableItem(Part):
    """A tariff item with its quantity; the amount is what was agreed, whole line, in fen."""

    item: str
    quantity: int
    amount_fen: int = Field(ge=0)


class MergedHousehold(Part):
    """Who asked for the same matter, and the number of its ticket, which was merged into this one."""

    household_id: str
    ticket_number: str


class Durations(Part):
    """Seconds from receipt; None where the step did not happen."""

    to_dispatch_s: int | None
    to_arrival_s: int | None
    to_completion_s: int | None
    to_closing_s: int


class TicketClosed(TicketState):
    """The requester was told the result. Billable items lead to a charge. Source: handbook T-09, B-17."""

    TYPE: ClassVar[str] = "ticket.closed"

    outcome: Literal["solved", "invalid", "withdrawn", "merged"]
    billable_items: list[BillableItem]
    payer_household_id: str | None
    durations: Durations
    closed_at: datetime
    merged_households: list[MergedHousehold] = Field(default=[], description="to be told of the result too, T-01")


class TicketSeverityChanged(TicketState):
    """Another severity: judged by a lead, or a complaint that grew to major. Source: handbook T-12, T-28."""

    TYPE: ClassVar[str] = "ticket.severity_changed"

    before: str = Field(description="the severity that it had")
    cause: Literal["judged", "month_open", "promises_broken"]


class TicketProgressReported(TicketState):
    """The requester is to hear how a long-running request stands. Source: handbook T-20."""

    TYPE: ClassVar[str] = "ticket.progress_reported"

    reported_at: datetime
    next_report_at: datetime


class TicketProgressDue(TicketState):
    """The owner is to tell the requester how a long-running request stands; told once a report. Source: T-20."""

    TYPE: ClassVar[str] = "ticket.progress_due"

    due_at: datetime


class TicketBreachNear(TicketState):
    """A clock will run out at `due_at`; told once, by the community's warning time. Source: handbook T-06, T-13."""

    TYPE: ClassVar[str] = "ticket.breach_near"

    clock: Literal["dispatch", "respond", "arrive", "settle"]
    due_at: datetime


class TicketBreached(TicketState):
    """A clock ran out, exactly at `due_at`. Source: handbook T-04, T-06, T-13."""

    TYPE: ClassVar[str] = "ticket.breached"

    clock: Literal["dispatch", "respond", "arrive", "settle"]
    due_at: datetime
