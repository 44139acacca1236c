"""HTTP bodies of the front-desk API."""

from datetime import datetime
from typing import Any, Literal, Self

from pydantic import BaseModel, Field

from gateway.front_desk.desk import Part

PartStatus = Literal["ok", "stale", "unavailable", "forbidden"]


class PartView(BaseModel):
    """One service's share of a composed answer."""

    status: PartStatus = Field(
        description="`stale`: the last good copy, at most five minutes old; `forbidden`: the role may not see it"
    )
    data: Any = Field(default=None, description="As the service says it; null unless `ok` or `stale`")
    as_of: datetime | None = Field(default=None, description="When the service said it")

    @classmethod
    def of(cls, part: Part) -> Self:
        """A service that knows nothing of the subject has nothing to say, and that is no fault."""
        status: PartStatus = "ok" if part.status == "not_found" else part.status
        return cls(status=status, data=part.content, as_of=part.as_of)


class CardSubject(BaseModel):
    """What the card is about; the phone is masked (handbook R-04)."""

    community_id: str | None
    room_code: str | None = Field(default=None, examples=["3#2-5-1"])
    household_id: str | None = None
    phone: str | None = Field(default=None, examples=["138****5678"])


class CallerCard(BaseModel):
    """Who calls, and what is open with them. A part that is missing here was not asked."""

    subject: CardSubject
    parts: dict[str, PartView] = Field(
        examples=[
            {
                "residents": {"status": "ok", "data": {"matches": []}, "as_of": "2026-11-22T04:00:00Z"},
                "billing": {"status": "unavailable", "data": None, "as_of": None},
            }
        ]
    )


class Today(BaseModel):
    """What the desk has before it today."""

    community_id: str
    parts: dict[str, PartView]


class Promises(BaseModel):
    """What was promised and is to be kept (handbook T-27)."""

    community_id: str
    parts: dict[str, PartView]


class GateCheck(BaseModel):
    """Whether the gate opens for a code. Without an answer of the access service it stays shut."""

    parts: dict[str, PartView]
