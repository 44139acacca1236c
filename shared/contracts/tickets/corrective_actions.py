"""Events of corrective and preventive actions."""

from datetime import datetime
from typing import ClassVar, Literal

from shared.contracts.tickets.base import TicketsEvent


class _CorrectiveActionState(TicketsEvent):
    corrective_action_id: str
    number: str
    origin: Literal["repetition", "by_hand", "survey"]
    category: str | None
    matter: str | None
    place: str | None
    version: int


class CorrectiveActionOpened(_CorrectiveActionState):
    """The same again was too often, or somebody saw cause for it. `matter` is a code. Source: handbook T-21."""

    TYPE: ClassVar[str] = "corrective_action.opened"

    ticket_ids: list[str]


class CorrectiveActionOverdue(_CorrectiveActionState):
    """A plan's deadline passed and the work is not done. Source: handbook T-21."""

    TYPE: ClassVar[str] = "corrective_action.overdue"

    responsible_id: str | None
    due_at: datetime
