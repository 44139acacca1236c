"""Bodies of promises."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field

from services.tickets.promises.domain.promising import PROMISES, AboutKind, PromiseKind, PromiseStatus
from services.tickets.promises.models import Promise, PromiseHandover
from services.tickets.requests.schemas.actions import Moment
from shared.runtime.http.fields import Code, Identifier, Line

MOST_AT_ONCE = 200
"""So many promises are chosen in one step."""
_AN_ID = "0193d2a0-0000-7000-8000-000000000001"
_SECONDS_SHOWN = "The due time itself, once it passed unkept; it stays, whatever becomes of the promise later"


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class About(_Body):
    """A ticket, room or household of the community by its id, or another service's reference as it is."""

    kind: AboutKind
    id: Code = Field(examples=[_AN_ID, "renovation:0193d2a0-0000-7000-8000-000000000002"])


class PromiseMaking(_Body):
    """What was said, by when, and who sees to it (T-27)."""

    kind: PromiseKind
    what: Line = Field(examples=["三点前回电告知维修时间"])
    due_at: Moment = Field(description="Not in the past")
    about: About
    owner_id: Identifier | None = Field(default=None, description="Who sees to it; default: who makes it")
    amount_fen: Annotated[int, Field(ge=1, le=10**12)] | None = Field(
        default=None, description="Of a compensation, and only of that"
    )
    community_id: Identifier | None = Field(default=None, description="Needed when the account has several communities")


class PromiseKeeping(_Body):
    """What was done."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{}, {"note": "已回电，约在明早九点"}]})

    note: Line | None = None


class PromiseCancelling(_Body):
    """Why it falls away, or why it is not approved."""

    reason: Line = Field(examples=["业户来电说不用了"])


class PromiseApproval(_Body):
    """What the approver adds."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{}, {"note": "同意减免"}]})

    note: Line | None = None


class PromiseHandingOver(_Body):
    """Who sees to it from now on."""

    owner_id: Identifier = Field(examples=[_AN_ID])
    note: Line | None = None


class ShiftHandingOver(PromiseHandingOver):
    """Who sees to all that one account has promised, or to what is chosen of it, from now on (T-27, A-40)."""

    from_owner_id: Identifier | None = Field(default=None, description="Another's, by a lead; else the caller's own")
    promise_ids: Annotated[list[Identifier], Field(min_length=1, max_length=MOST_AT_ONCE)] | None = Field(
        default=None, description="Of them; without, all that are not settled"
    )


class PromiseView(BaseModel):
    """A promise as the desk sees it."""

    id: str
    community_id: str
    kind: PromiseKind
    status: PromiseStatus
    actions: list[str] = Field(description="What is possible next; the timer's are among them")
    what: str
    about: About
    room_code: str | None
    amount_fen: int | None
    owner_id: str
    made_by: str
    due_at: datetime
    approved_by: str | None
    approved_at: datetime | None
    broken_at: datetime | None = Field(description=_SECONDS_SHOWN)
    settled_by: str | None
    settled_at: datetime | None
    note: str | None
    version: int

    @classmethod
    def of(cls, promise: Promise) -> Self:
        """The view of a row."""
        return cls(**_fields(promise))


def _fields(promise: Promise) -> dict[str, Any]:
    status = PromiseStatus(promise.status)
    same = (
        "id", "community_id", "what", "room_code", "amount_fen", "owner_id", "made_by", "due_at", "approved_by",
        "approved_at", "broken_at", "settled_by", "settled_at", "note", "version",
    )  # fmt: skip
    return {
        **{name: getattr(promise, name) for name in same},
        "kind": PromiseKind(promise.kind),
        "status": status,
        "actions": PROMISES.actions(status),
        "about": About(kind=AboutKind(promise.about_kind), id=promise.about_id),
    }


class HandoverView(BaseModel):
    """A change of hands."""

    at: datetime
    by_id: str
    from_id: str
    to_id: str
    note: str | None


class PromiseDetail(PromiseView):
    """A promise with the hands that it went through."""

    handovers: list[HandoverView]

    @classmethod
    def whole(cls, promise: Promise, handovers: Iterable[PromiseHandover]) -> Self:
        """The view of all its rows."""
        return cls(
            **_fields(promise),
            handovers=[
                HandoverView(at=it.at, by_id=it.by_id, from_id=it.from_id, to_id=it.to_id, note=it.note)
                for it in handovers
            ],
        )


class OwnerCount(BaseModel):
    """What an owner was to keep in the period; one that was kept late is counted as kept and as broken."""

    owner_id: str
    promised: int
    kept: int
    broken: int


class PromiseCounts(BaseModel):
    """Promises that fell due in the period, per owner (T-27)."""

    since: datetime
    until: datetime
    owners: list[OwnerCount]


class PromiseLine(BaseModel):
    """A promise on the desk's page."""

    promise_id: str
    kind: PromiseKind
    status: PromiseStatus
    what: str
    room_code: str | None
    owner_id: str
    due_at: datetime

    @classmethod
    def of(cls, promise: Promise) -> Self:
        """The line of a row."""
        return cls(
            promise_id=promise.id,
            kind=PromiseKind(promise.kind),
            status=PromiseStatus(promise.status),
            what=promise.what,
            room_code=promise.room_code,
            owner_id=promise.owner_id,
            due_at=promise.due_at,
        )


class DeskPromises(BaseModel):
    """Promises on the desk's screen: how many wait, and which come next, the broken ones first."""

    proposed: int
    open: int
    due: int
    broken: int = Field(description="Broken and not settled yet")
    next: list[PromiseLine]


class ShiftHandedOver(BaseModel):
    """What changed hands, earliest due first."""

    items: list[PromiseView]

    @classmethod
    def of(cls, passed_on: Sequence[Promise]) -> Self:
        """The view of the rows."""
        return cls(items=[PromiseView.of(promise) for promise in passed_on])
