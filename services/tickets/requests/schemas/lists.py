"""What a list of tickets may be narrowed by."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.tickets.requests.domain.intake import Category, Department, Nature, Severity, Source
from services.tickets.requests.domain.lifecycle import Outcome, Status, Validity
from services.tickets.requests.domain.periods import Period
from services.tickets.requests.domain.settlement import PaymentStatus
from services.tickets.requests.repository.listing import Sort, Span, TicketFilter
from services.tickets.requests.repository.periods import within
from services.tickets.requests.repository.scope import Scope
from services.tickets.requests.schemas.actions import Moment
from services.tickets.requests.schemas.intake import Phone
from shared.kernel.phones import parse_phone
from shared.runtime.http.fields import Code, Identifier, Line

ME = "me"
"""Whoever reads the list: a view that is shared shows each their own."""
Person = Annotated[Identifier, Field(description="An account's id, or `me`", examples=[ME])]
Typed = Annotated[Line, StringConstraints(max_length=100)]


class TicketNarrowing(BaseModel):
    """Filters of the list, of its Excel sheet and of a saved view; all that are given hold together."""

    model_config = ConfigDict(extra="forbid")

    status: Annotated[list[Status], Field(max_length=len(Status), description="Any of these")] = []
    category: Annotated[list[Category], Field(max_length=len(Category), description="Any of these")] = []
    severity: Annotated[list[Severity], Field(max_length=len(Severity), description="Any of these")] = []
    nature: Nature | None = None
    department: Department | None = None
    source: Source | None = None
    payment_status: PaymentStatus | None = None
    room_code: Code | None = None
    building: Code | None = None
    household_id: Identifier | None = None
    assignee_id: Person | None = None
    owner_id: Person | None = None
    companion_id: Person | None = None
    phone: Phone | None = Field(default=None, description="The requester's whole number, however it is written")
    outcome: Outcome | None = None
    validity: Validity | None = None
    is_warranty: bool | None = None
    is_leak: bool | None = None
    paused: bool | None = Field(default=None, description="Waits for the other side, or not (T-28)")
    merged_into: Identifier | None = Field(default=None, description="The id of the ticket that goes on")
    rework_of: Identifier | None = None
    split_from: Identifier | None = None
    open: bool | None = Field(default=None, description="Not closed yet, or closed")
    overdue: bool | None = Field(default=None, description="Open with a limit that passed unmet, or not")
    opened_from: Moment | None = None
    opened_until: Moment | None = Field(default=None, description="Exclusive")
    opened_in: Period | None = Field(default=None, description="The running one on the community's calendar")
    closed_from: Moment | None = None
    closed_until: Moment | None = Field(default=None, description="Exclusive")
    closed_in: Period | None = Field(default=None, description="The running one on the community's calendar")
    settle_from: Moment | None = Field(default=None, description="Of the settlement limit, while it is not met")
    settle_until: Moment | None = Field(default=None, description="Exclusive")
    q: Typed | None = Field(
        default=None, description="In number, summary, description, name, room code, work done and explanation"
    )
    sort: Sort = Sort.NEWEST

    @property
    def is_relative(self) -> bool:
        """Whether the communities' calendars are needed."""
        return self.opened_in is not None or self.closed_in is not None

    def filter(
        self, communities: Collection[str], scope: Scope, now: datetime, zones: Mapping[str, ZoneInfo] | None = None
    ) -> TicketFilter:
        """As the repository takes it; `zones` by community where it `is_relative`. Raises NotAPhone."""
        people = {name: _person(getattr(self, name), scope) for name in _PEOPLE}
        phone = parse_phone(self.phone, "/phone") if self.phone is not None else None
        periods = (("opened_at", self.opened_in), ("closed_at", self.closed_in))
        return TicketFilter(
            Scope(communities, scope.standing),
            now,
            statuses=self.status,
            categories=self.category,
            severities=self.severity,
            room_code=self.room_code,
            equal={name: getattr(self, name) for name in _EQUAL} | people | {"requester_phone": phone},
            literal={"outcome": self.outcome, "validity": self.validity},
            true={"is_warranty": self.is_warranty, "is_leak": self.is_leak},
            present={"paused_at": self.paused},
            is_open=self.open,
            is_overdue=self.overdue,
            opened=Span(self.opened_from, self.opened_until),
            closed=Span(self.closed_from, self.closed_until),
            settle=Span(self.settle_from, self.settle_until),
            periods=[within(name, period, zones or {}, now) for name, period in periods if period is not None],
            typed=self.q,
        )


def _person(given: str | None, scope: Scope) -> str | None:
    return scope.standing.account_id if given == ME else given


_PEOPLE = ("assignee_id", "owner_id", "companion_id")
_EQUAL = (
    "nature", "department", "source", "payment_status", "building", "household_id", "merged_into", "rework_of",
    "split_from",
)  # fmt: skip
