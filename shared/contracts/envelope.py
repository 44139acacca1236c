"""CloudEvents 1.0 in structured mode (`application/cloudevents+json`). Source: events.md, CloudEvents 1.0 spec."""

from datetime import datetime
from typing import Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

CONTENT_TYPE = "application/cloudevents+json"


class Event(BaseModel):
    """Base of every event payload: frozen; unknown fields are ignored, since adding a field is free."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    TYPE: ClassVar[str]
    VERSION: ClassVar[int] = 1
    PRODUCER: ClassVar[str]


class UnreadableEvent(Exception):
    """The bytes are no CloudEvent that fits its schema; `reason` says why. Retrying can't help."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class CloudEvent(BaseModel):
    """The envelope. `subject` is the aggregate's id, `sequence` its event number, `actor` an account id."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: Literal["1.0"] = "1.0"
    id: str = Field(min_length=1, max_length=64)
    source: str
    type: str
    subject: str
    time: datetime
    datacontenttype: Literal["application/json"] = "application/json"
    dataschema: str
    community: str
    sequence: int
    traceparent: str | None = None
    actor: str | None = None
    causation: str | None = None
    data: dict[str, Any]

    @property
    def version(self) -> int:
        """The contract's version, from `dataschema` (`urn:lobby:event:ticket.closed:1`)."""
        return int(self.dataschema.rpartition(":")[2])

    @classmethod
    def parse(cls, body: bytes) -> Self:
        """Read a message body. Raises UnreadableEvent."""
        try:
            return cls.model_validate_json(body)
        except ValidationError as error:
            raise UnreadableEvent(_first_fault(error)) from error

    def to_bytes(self) -> bytes:
        """The JSON that travels; absent extensions are left out, as the specification asks."""
        return self.model_dump_json(exclude_none=True).encode()


def schema_name(event: type[Event]) -> str:
    """The `dataschema` of an event class."""
    return f"urn:lobby:event:{event.TYPE}:{event.VERSION}"


def source_of(event: type[Event]) -> str:
    """The `source` of an event class."""
    return f"/services/{event.PRODUCER}"


def read_payload(payload_type: type[Event], envelope: CloudEvent) -> Event:
    """The typed payload. Raises UnreadableEvent when `data` does not fit."""
    try:
        return payload_type.model_validate(envelope.data)
    except ValidationError as error:
        raise UnreadableEvent(_first_fault(error)) from error


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_input=False, include_url=False)[0]
    place = "/".join(str(part) for part in fault["loc"])
    return f"{place}: {fault['msg']}" if place else str(fault["msg"])
