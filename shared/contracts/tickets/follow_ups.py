"""Events of follow-up visits."""

from datetime import datetime
from typing import ClassVar, Literal

from shared.contracts.tickets.base import TicketsEvent


class _FollowUpState(TicketsEvent):
    follow_up_id: str
    ticket_id: str
    ticket_number: str
    room_code: str | None
    household_id: str | None
    visitor_level: Literal["staff", "lead", "manager"]
    due_at: datetime


class FollowUpDue(_FollowUpState):
    """A follow-up visit is due. Source: handbook T-16, T-17."""

    TYPE: ClassVar[str] = "follow_up.due"


class FollowUpDone(_FollowUpState):
    """A follow-up visit's result. Source: handbook T-19."""

    TYPE: ClassVar[str] = "follow_up.done"

    result: Literal["satisfied", "unsatisfied", "unreachable"]
    rework_ticket_id: str | None
