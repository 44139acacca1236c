"""Events told by the notifications service."""

from typing import ClassVar

from shared.contracts.envelope import Event


class MessageFailed(Event):
    """Every channel failed; the desk must phone. Source: handbook N-04."""

    TYPE: ClassVar[str] = "message.failed"
    PRODUCER: ClassVar[str] = "notifications"

    message_id: str
    household_id: str | None
    template: str
    channel: str
    reason: str
