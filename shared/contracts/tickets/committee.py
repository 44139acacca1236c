"""Events of the owners' committee. What was asked does not travel."""

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.tickets.base import TicketsEvent


class _MatterState(TicketsEvent):
    matter_id: str
    kind: Literal["question", "report"]
    occasion: Literal["asked", "renovation_violation", "arrears", "incident"]
    cause_id: str | None = Field(description="id of what raised it, of the violation, the crossing or the incident")
    due_at: datetime


class CommitteeMatterRaised(_MatterState):
    """To be answered or reported within three working days. Source: handbook T-26."""

    TYPE: ClassVar[str] = "committee_matter.raised"


class CommitteeMatterBreached(_MatterState):
    """Nobody answered or reported it in time; told once. Source: handbook T-26."""

    TYPE: ClassVar[str] = "committee_matter.breached"
