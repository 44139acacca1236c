"""Events of call and counter quality."""

from typing import ClassVar

from shared.contracts.tickets.base import TicketsEvent


class QualitySampleScored(TicketsEvent):
    """A member's contact was scored; they are to look at it. No mark travels. Source: handbook T-30."""

    TYPE: ClassVar[str] = "quality_sample.scored"

    sample_id: str
    member_id: str
    month: str
    ticket_id: str
    ticket_number: str
