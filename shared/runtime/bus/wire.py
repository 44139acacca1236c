"""How a message looks as an AMQP message."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from aiormq.abc import DeliveredMessage
from pamqp.commands import Basic

from shared.contracts.envelope import CONTENT_TYPE
from shared.runtime.bus.base import DeadLetter, Message

ATTEMPTS = "lobby-attempts"
REASON = "lobby-reason"
FAILED_AT = "lobby-failed-at"
_OURS = ("lobby-", "x-")
_LONGEST_REASON = 1000
_PERSISTENT = 2


def properties_of(message: Message, more: Mapping[str, Any]) -> Basic.Properties:
    """The key is the `correlation_id`; the event type is the `type`, because on the way through the retry queues
    the routing key is a queue's name. No headers of our own: encoding a table costs as much as all the rest.
    """
    return Basic.Properties(
        content_type=CONTENT_TYPE,
        delivery_mode=_PERSISTENT,
        message_id=message.event_id,
        correlation_id=message.key,
        message_type=message.routing_key,
        headers={**message.headers, **more} or None,
    )


def failure_headers(*, attempts: int, reason: str) -> dict[str, Any]:
    """What a retry copy and a dead letter carry."""
    return {
        ATTEMPTS: attempts,
        REASON: reason[:_LONGEST_REASON],
        FAILED_AT: datetime.now(UTC).isoformat(),
    }


def message_of(delivered: DeliveredMessage) -> Message:
    """A message of somebody else may lack an id or a key: it gets a lane of its own."""
    properties = delivered.header.properties
    headers = properties.headers or {}
    event_id = properties.message_id or ""
    return Message(
        event_id=event_id,
        routing_key=properties.message_type or delivered.routing_key or "",
        key=properties.correlation_id or event_id,
        body=delivered.body,
        headers={name: str(value) for name, value in headers.items() if not name.startswith(_OURS)},
    )


def attempts_of(delivered: DeliveredMessage) -> int:
    """How often a handler has failed on it, by our own count."""
    count = (delivered.header.properties.headers or {}).get(ATTEMPTS, 0)
    return count if isinstance(count, int) else 0


def dead_letter_of(queue: str, delivered: DeliveredMessage) -> DeadLetter:
    """Either we gave up on it, or the broker did after too many deliveries that nobody answered."""
    headers = delivered.header.properties.headers or {}
    if REASON in headers and FAILED_AT in headers:
        reason, failed_at = str(headers[REASON]), datetime.fromisoformat(str(headers[FAILED_AT]))
    else:
        reason, failed_at = _brokers_verdict(headers)
    return DeadLetter(
        queue=queue,
        message=message_of(delivered),
        reason=reason,
        attempts=attempts_of(delivered),
        failed_at=failed_at,
    )


def _brokers_verdict(headers: Mapping[str, Any]) -> tuple[str, datetime]:
    deaths = headers.get("x-death") or [{}]
    moment = deaths[0].get("time")
    reason = str(deaths[0].get("reason", "unknown"))
    if isinstance(moment, datetime):
        return reason, moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return reason, datetime.now(UTC)
