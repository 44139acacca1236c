"""Events of promises. Source: handbook T-27."""

from datetime import datetime
from typing import ClassVar

from pydantic import Field

from shared.contracts.tickets.base import TicketsEvent


class _PromiseState(TicketsEvent):
    promise_id: str
    kind: str
    owner_id: str = Field(description="account id: who is to keep it")
    ticket_id: str | None
    room_code: str | None
    due_at: datetime


class PromiseDue(_PromiseState):
    """A promise is to be kept within a quarter of an hour."""

    TYPE: ClassVar[str] = "promise.due"


class PromiseBroken(_PromiseState):
    """A promise was not kept, exactly at `due_at`."""

    TYPE: ClassVar[str] = "promise.broken"
