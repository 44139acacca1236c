"""What every event of the tickets service has."""

from typing import ClassVar

from shared.contracts.envelope import Event


class TicketsEvent(Event):
    """Told by the tickets service."""

    PRODUCER: ClassVar[str] = "tickets"
