"""What a list of tickets may be narrowed by."""

from collections.abc import Collection
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.tickets.requests.domain.intake import Category, Department, Nature, Severity, Source
from services.tickets.requests.domain.lifecycle import Status
from services.tickets.requests.domain.settlement import PaymentStatus
from services.tickets.requests.repository.listing import Sort, TicketFilter
from services.tickets.requests.repository.scope import Scope
from services.tickets.requests.schemas.actions import Moment
from shared.runtime.http.fields import Code, Identifier, Line

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
    assignee_id: Identifier | None = None
    owner_id: Identifier | None = None
    open: bool | None = Field(default=None, description="Not closed yet, or closed")
    overdue: bool | None = Field(default=None, description="Open with a limit that passed unmet, or not")
    opened_from: Moment | None = None
    opened_until: Moment | None = Field(default=None, description="Exclusive")
    q: Typed | None = Field(default=None, description="In number, summary, description, name and room code")
    sort: Sort = Sort.NEWEST

    def filter(self, communities: Collection[str], scope: Scope, now: datetime) -> TicketFilter:
        """As the repository takes it."""
        return TicketFilter(
            Scope(communities, scope.standing),
            now,
            statuses=self.status,
            categories=self.category,
            severities=self.severity,
            room_code=self.room_code,
            equal={name: getattr(self, name) for name in _EQUAL},
            is_open=self.open,
            is_overdue=self.overdue,
            opened_from=self.opened_from,
            opened_until=self.opened_until,
            typed=self.q,
        )


_EQUAL = (
    "nature", "department", "source", "payment_status", "building", "household_id", "assignee_id",
    "owner_id",
)  # fmt: skip
