"""Events of patrols. No free text travels."""

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.tickets.base import TicketsEvent


class PatrolFindingRecorded(TicketsEvent):
    """A patrol found what falls short of its standard. Source: handbook T-25."""

    TYPE: ClassVar[str] = "patrol.finding_recorded"

    finding_id: str
    area_id: str
    area_code: str
    kind: Literal["cleaning", "greening", "floors", "renovation_site"]
    item: str = Field(description="code of the area's item")
    found_by: str = Field(description="account id")
    deadline_at: datetime
