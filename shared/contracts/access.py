"""Events told by the access service."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.envelope import Event

PassKind = Literal["resident", "worker", "temporary"]


class _PassState(Event):
    PRODUCER: ClassVar[str] = "access"

    pass_id: str
    number: str | None
    kind: PassKind
    status: str
    room_id: str
    room_code: str
    household_id: str | None
    holder_id: str
    renovation_id: str | None
    beyond_quota: bool
    valid_from: date | None
    valid_until: date | None
    version: int


class PassRequested(_PassState):
    """A pass is wanted. Source: handbook A-30, A-31."""

    TYPE: ClassVar[str] = "pass.requested"


class PassIssued(_PassState):
    """A pass was handed out and opens the gate in its period."""

    TYPE: ClassVar[str] = "pass.issued"


class PassSuspended(_PassState):
    """A pass must not open the gate: for now, or for good where `status` is `revoked` or `recalled`."""

    TYPE: ClassVar[str] = "pass.suspended"


class PassReturned(_PassState):
    """A pass came back."""

    TYPE: ClassVar[str] = "pass.returned"


class PassExpired(_PassState):
    """A pass's period is over."""

    TYPE: ClassVar[str] = "pass.expired"


class PassLost(_PassState):
    """Its holder lost it; it opens nothing any more. Source: handbook A-31."""

    TYPE: ClassVar[str] = "pass.lost"


class KeyMoved(Event):
    """A key was taken into the register, handed out, taken back or recalled. Source: handbook A-21."""

    PRODUCER: ClassVar[str] = "access"
    TYPE: ClassVar[str] = "key.moved"

    key_id: str
    tag: str
    label: str
    room_id: str
    room_code: str
    household_id: str | None
    movement: str = Field(description="`registered`, `issued`, `returned`, `recalled`, `lent`")
    status: str
    version: int
