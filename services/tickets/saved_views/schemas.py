"""Saved views in and out."""

from datetime import datetime
from typing import Any, Self
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, field_validator

from services.tickets.requests.schemas.lists import TicketNarrowing
from services.tickets.saved_views.models import SavedView
from shared.runtime.http.fields import Code, Identifier, Name
from shared.runtime.http.validation import not_null


class SavedViewBody(BaseModel):
    """Filters under a name."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "name": "今日未派工",
                    "filters": {"status": ["opened"], "opened_in": "today", "owner_id": "me"},
                    "shared_with": "front_desk",
                }
            ]
        },
    )

    name: Name
    filters: TicketNarrowing
    shared_with: Code | None = Field(default=None, description="A role that reads it too")
    community_id: Identifier | None = Field(default=None, description="Needed when the account has several communities")


class SavedViewChange(BaseModel):
    """What is left out stays; `shared_with: null` keeps it to oneself again."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"filters": {"owner_id": "me", "opened_in": "today"}, "shared_with": None}]},
    )

    name: Name | None = None
    filters: TicketNarrowing | None = Field(default=None, description="All of them, in the place of those before")
    shared_with: Code | None = Field(default=None, description="A role that reads it too")

    _given = field_validator("name", "filters", mode="before")(not_null)


class SavedViewView(BaseModel):
    """A view of the list."""

    id: str
    community_id: str
    name: str
    filters: dict[str, Any] = Field(examples=[{"status": ["opened"], "sort": "settle_by"}])
    query: str = Field(description="To put behind `/v1/tickets?`", examples=["status=opened&sort=settle_by"])
    shared_with: str | None
    account_id: str = Field(description="Who made it")
    created_at: datetime
    version: int

    @classmethod
    def of(cls, view: SavedView) -> Self:
        """The view of a row."""
        return cls(
            id=view.id,
            community_id=view.community_id,
            name=view.name,
            filters=view.filters,
            query=urlencode({name: _word(it) for name, it in view.filters.items()}, doseq=True),
            shared_with=view.shared_with,
            account_id=view.account_id,
            created_at=view.created_at,
            version=view.version,
        )


def _word(given: Any) -> Any:  # a filter's value is a list, a text or a truth
    return str(given).lower() if isinstance(given, bool) else given


class SavedViews(BaseModel):
    """By name."""

    items: list[SavedViewView]
