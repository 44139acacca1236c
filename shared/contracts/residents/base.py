"""What every event of the residents service has in common."""

from typing import ClassVar

from shared.contracts.envelope import Event


class Residents(Event):
    """Told by the residents service."""

    PRODUCER: ClassVar[str] = "residents"
