"""Duplicates, merging, splitting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from services.tickets.requests.domain.intake import Category, Department, Severity
from services.tickets.requests.domain.lifecycle import Status
from services.tickets.requests.models import Ticket
from services.tickets.requests.schemas.views import TicketView, fields_of
from shared.runtime.http.fields import Identifier, Line, Prose


def _aware(moment: datetime) -> datetime:
    """SQLite's JSON has moments as they are stored there: naive UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


class DuplicateHint(BaseModel):
    """An open ticket that may be about the same matter."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    number: str = Field(examples=["T261122-0007"])
    category: Category
    status: Status
    summary: str
    opened_at: Annotated[datetime, AfterValidator(_aware)]


class DuplicateHints(BaseModel):
    """Those of the room first, then those nearby; each newest first."""

    items: list[DuplicateHint]


@dataclass(frozen=True, slots=True)
class Opened:
    """A new ticket, and what may have been taken in before it."""

    ticket: Ticket
    duplicates: Iterable[DuplicateHint]

    @property
    def id(self) -> str:
        """The ticket's."""
        return self.ticket.id

    @property
    def version(self) -> int:
        """The ticket's."""
        return self.ticket.version


class OpenedTicketView(TicketView):
    """A new ticket; `duplicates` are hints, nothing is merged by itself."""

    duplicates: list[DuplicateHint] = Field(
        description="Open tickets of the room, or nearby, that may be about the same matter"
    )

    @classmethod
    def opened(cls, opened: Opened) -> Self:
        """The view of a new ticket."""
        return cls(**fields_of(opened.ticket, None), duplicates=list(opened.duplicates))


class Merging(BaseModel):
    """Where the matter goes on."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"into": "0193d2a0-0000-7000-8000-000000000001"}]}
    )

    into: Identifier = Field(description="The id or the number of the ticket that stays open")
    note: Line | None = None


class Splitting(BaseModel):
    """The part of the matter that gets a ticket of its own; what is left out is as in the first one."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"summary": "卧室灯不亮", "severity": "minor"}]}
    )

    summary: Line
    description: Prose | None = None
    category: Category | None = None
    severity: Severity | None = None
    department: Department | None = Field(default=None, description="Default: by the category (handbook T-03)")
    note: Line | None = None


def hints_of(rows: Iterable[Any]) -> list[DuplicateHint]:
    """From the room's open tickets as rows or as JSON."""
    return [DuplicateHint.model_validate(row) for row in rows]
