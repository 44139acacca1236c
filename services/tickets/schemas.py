"""What the gateway's composed pages get from tickets."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field

from services.tickets.escalations.schemas import SlipLine
from services.tickets.promises.schemas import PromiseLine
from services.tickets.repository import RunningClock
from services.tickets.requests.domain.clocks import Clock
from services.tickets.requests.models import Ticket
from services.tickets.requests.schemas.care import ProgressLine
from services.tickets.requests.schemas.views import TicketView
from services.tickets.surveys.models import SurveyVisit


class CodeLabel(BaseModel):
    """A value of an enumeration and its words."""

    code: str
    label: str


class CallerTickets(BaseModel):
    """The caller's open tickets, newest first, and the one closed last."""

    open: list[TicketView]
    last_closed: TicketView | None


class ClockLine(BaseModel):
    """A clock on today's page."""

    ticket_id: str
    number: str
    room_code: str | None
    clock: Clock
    due_at: datetime

    @classmethod
    def of(cls, running: RunningClock) -> Self:
        """The line of a clock."""
        return cls(
            ticket_id=running.ticket_id,
            number=running.number,
            room_code=running.room_code,
            clock=Clock(running.clock),
            due_at=running.due_at,
        )


class TicketLine(BaseModel):
    """A ticket on today's page."""

    ticket_id: str
    number: str
    room_code: str | None
    appointment_at: datetime | None

    @classmethod
    def of(cls, ticket: Ticket) -> Self:
        """The line of a ticket."""
        return cls(
            ticket_id=ticket.id,
            number=ticket.number,
            room_code=ticket.room_code,
            appointment_at=ticket.appointment_at,
        )


class SurveyVisitLine(BaseModel):
    """A visit that an unsatisfied household waits for, on today's page."""

    survey_id: str
    survey_visit_id: str
    room_code: str
    items: list[str] = Field(description="What was marked unsatisfied")
    due_at: datetime
    is_late: bool

    @classmethod
    def of(cls, visit: SurveyVisit, now: datetime) -> Self:
        """The line of a visit."""
        return cls(
            survey_id=visit.survey_id,
            survey_visit_id=visit.id,
            room_code=visit.room_code,
            items=visit.items,
            due_at=visit.due_at,
            is_late=visit.due_at < now,
        )


class Today(BaseModel):
    """What the desk has to see to."""

    by_status: dict[str, int] = Field(description="Open tickets")
    awaiting_dispatch: int
    overdue: list[ClockLine] = Field(description="Ran out and still unmet, longest first")
    due_next: list[ClockLine]
    arrivals_to_check: list[TicketLine] = Field(description="15 min after dispatch or the agreed time (T-07)")
    appointments_to_confirm: list[TicketLine] = Field(description="Within 15 min (T-07)")
    follow_ups_due: int | None = Field(description="null without follow_ups:read")
    progress_reports_waiting: int = Field(description="Requesters who are to hear how it stands (T-20)")
    progress_due: list[ProgressLine] = Field(description="The first of them, longest waiting first")
    inquiries_waiting: int = Field(description="Work to be asked after inside the house today (T-20)")
    inquiries_due: list[ProgressLine] = Field(description="The first of it, longest waiting first")
    survey_visits_waiting: int | None = Field(
        description="Unsatisfied answers not visited yet (T-23); null without surveys:read"
    )
    survey_visits_due: list[SurveyVisitLine] | None = Field(
        description="The first of them, earliest due first; null without surveys:read"
    )
    promises_due: list[PromiseLine] | None = Field(
        description="Due within 15 min or broken; null without promises:read"
    )
    promises_broken: int | None = Field(description="Broken and not settled; null without promises:read")
    slips_due: list[SlipLine] = Field(description="To be answered within the hour, or overdue, longest first (T-14)")
    slips_overdue: int
