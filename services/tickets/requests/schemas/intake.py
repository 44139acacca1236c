"""Bodies that take a request in or correct it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from services.tickets.requests.domain.availability import MOST_WINDOWS
from services.tickets.requests.domain.intake import Category, Department, Severity, Source
from services.tickets.requests.schemas.actions import Moment
from shared.runtime.http.fields import Code, Identifier, Line, Name, Prose
from shared.runtime.http.validation import not_null

Phone = Annotated[str, StringConstraints(max_length=32), Field(examples=["13812345678"])]


class Requester(BaseModel):
    """Who asks. The phone is answered masked (handbook R-04)."""

    model_config = ConfigDict(extra="forbid")

    name: Name = Field(examples=["王芳"])
    phone: Phone


class AvailableWindow(BaseModel):
    """A span that suits the requester; no promise of ours (handbook T-05)."""

    model_config = ConfigDict(extra="forbid")

    starts_at: Moment
    ends_at: Moment = Field(description="Later than the start, and not over", examples=["2026-11-23T12:00:00+08:00"])


Windows = Annotated[list[AvailableWindow], Field(max_length=MOST_WINDOWS, description="When somebody may come")]


def windows_as_json(windows: Sequence[AvailableWindow] | None) -> list[dict[str, str]] | None:
    """As the row keeps them, in UTC; None where nothing was said."""
    if not windows:
        return None
    return [{"starts_at": _utc(each.starts_at), "ends_at": _utc(each.ends_at)} for each in windows]


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


class TicketOpening(BaseModel):
    """What is asked for at intake (handbook T-05)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "room_code": "3#2-5-1",
                    "category": "repair",
                    "source": "phone",
                    "summary": "厨房水龙头漏水",
                    "requester": {"name": "王芳", "phone": "13812345678"},
                }
            ]
        },
    )

    room_code: Code | None = Field(default=None, examples=["3#2-5-1"])
    category: Category
    source: Source
    summary: Line = Field(examples=["厨房水龙头漏水"])
    requester: Requester
    description: Prose | None = None
    severity: Severity = Severity.MINOR
    department: Department | None = Field(default=None, description="Default: by the category (handbook T-03)")
    is_leak: bool = Field(default=False, description="Leak or seepage: visited after the first rain (handbook T-17)")
    room_confirmed: bool = Field(default=False, description="Unit, floor and room were confirmed (handbook T-05)")
    availability: Windows = []
    community_id: Identifier | None = Field(default=None, description="Needed when the account has several communities")


class TicketChange(BaseModel):
    """A correction; what is left out stays. `null` clears `description`, `availability` and `room_code`."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"severity": "medium", "description": "阀门也在滴水"}]},
    )

    summary: Line | None = None
    description: Prose | None = None
    severity: Severity | None = Field(default=None, description="The lead's; clocks are recomputed from receipt (T-28)")
    department: Department | None = Field(default=None, description="While nobody is assigned (T-04)")
    is_leak: bool | None = Field(default=None, description="Leak or seepage: visited after the first rain (T-17)")
    category: Category | None = Field(default=None, description="The lead's, until it is priced; clocks are recomputed")
    room_code: Code | None = Field(default=None, description="The lead's, until it is priced")
    source: Source | None = Field(default=None, description="The lead's")
    requester: Requester | None = None
    availability: Windows | None = None

    _given = field_validator(
        "summary", "severity", "department", "is_leak", "category", "source", "requester", mode="before"
    )(not_null)
