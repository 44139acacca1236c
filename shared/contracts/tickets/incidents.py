"""Events of incidents. What happened, and to whom, does not travel."""

from datetime import datetime
from typing import ClassVar

from shared.contracts.tickets.base import TicketsEvent


class IncidentRaised(TicketsEvent):
    """An important ticket of public safety: security and manager are alerted. Source: handbook A-04, T-26."""

    TYPE: ClassVar[str] = "incident.raised"

    incident_id: str
    ticket_id: str
    ticket_number: str
    room_code: str | None
    severity: str
    opened_at: datetime
    raised_at: datetime
