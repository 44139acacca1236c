"""Events of escalation. Source: handbook T-12 … T-14."""

from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.tickets.requests import TicketState


class TicketEscalated(TicketState):
    """A ticket went up the ladder with a work-contact slip."""

    TYPE: ClassVar[str] = "ticket.escalated"

    level: Literal["lead", "manager"]
    cause: Literal["breach", "cannot_handle", "unanswered", "month_open", "promises_broken"]
    slip_id: str
    slip_number: str
    handler_id: str | None = Field(description="account id of the named person; null: whoever has the level's duty")
