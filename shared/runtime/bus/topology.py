"""What exists in the broker. Declaring is idempotent and done at every connect.

    events (topic) ──▶ <queue> of each consuming service ──▶ <queue>.dead after too many deliveries
      └─ nobody listens: events.unrouted (fanout) ──▶ unrouted, bounded
    events.retry.<ms> (fanout) ──▶ events.retry.<ms>: after the delay to the queue that the routing key names

Every queue is a quorum queue. Works on RabbitMQ 3.10 and 4.x; uses nothing that 4.x has deprecated.
"""

from collections.abc import Collection, Sequence
from typing import Any

from aio_pika import ExchangeType
from aio_pika.abc import AbstractChannel

from shared.runtime.bus.base import EXCHANGE

UNROUTED_EXCHANGE = f"{EXCHANGE}.unrouted"
UNROUTED_QUEUE = "unrouted"

_UNROUTED_KEPT = 10_000
_DELIVERY_LIMIT = 20
# Listing dead letters returns them: 4.x drops a message at its 20th return unless told otherwise.
# 3.10 knows no -1 for "never".
_NO_DELIVERY_LIMIT = 1_000_000
_QUORUM = {"x-queue-type": "quorum"}
# Dead-lettering that loses nothing when the node dies on the way: it needs this overflow behaviour.
_SAFE_DEAD_LETTERING = {"x-dead-letter-strategy": "at-least-once", "x-overflow": "reject-publish"}


def dead_queue(queue: str) -> str:
    """Where a queue's dead letters lie."""
    return f"{queue}.dead"


def retry_exchange(delay_s: float) -> str:
    """Publish here with a queue's name as routing key: the message is in that queue `delay_s` later."""
    return f"{EXCHANGE}.retry.{round(delay_s * 1000)}"


async def declare_exchanges(channel: AbstractChannel, retry_delays_s: Sequence[float]) -> None:
    """The exchange, its net for the unrouted, and one retry queue per delay."""
    unrouted = await channel.declare_exchange(UNROUTED_EXCHANGE, ExchangeType.FANOUT, durable=True)
    net = await _declare(channel, UNROUTED_QUEUE, {"x-max-length": _UNROUTED_KEPT, "x-overflow": "drop-head"})
    await net.bind(unrouted)
    await channel.declare_exchange(
        EXCHANGE, ExchangeType.TOPIC, durable=True, arguments={"alternate-exchange": UNROUTED_EXCHANGE}
    )
    for delay_s in sorted(set(retry_delays_s)):
        name = retry_exchange(delay_s)
        exchange = await channel.declare_exchange(name, ExchangeType.FANOUT, durable=True)
        waiting = {"x-message-ttl": round(delay_s * 1000), "x-dead-letter-exchange": ""}
        queue = await _declare(channel, name, {**waiting, **_SAFE_DEAD_LETTERING})
        await queue.bind(exchange)


async def declare_queue(channel: AbstractChannel, name: str, bindings: Collection[str]) -> None:
    """A consumer's queue with its dead letters.

    Only one replica consumes at a time, the next takes over when it leaves: with two at once the events of an
    aggregate would overtake each other.
    """
    await _declare(channel, dead_queue(name), {"x-delivery-limit": _NO_DELIVERY_LIMIT})
    queue = await _declare(
        channel,
        name,
        {
            "x-single-active-consumer": True,
            "x-delivery-limit": _DELIVERY_LIMIT,
            "x-dead-letter-exchange": "",
            "x-dead-letter-routing-key": dead_queue(name),
            **_SAFE_DEAD_LETTERING,
        },
    )
    for pattern in sorted(bindings):
        await queue.bind(EXCHANGE, pattern)


async def _declare(channel: AbstractChannel, name: str, arguments: dict[str, Any]) -> Any:
    return await channel.declare_queue(name, durable=True, arguments={**_QUORUM, **arguments})
