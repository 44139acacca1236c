"""Deliveries from the broker: in order per key, acknowledged after the handler, retried by the delay queues."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import structlog
from aio_pika.abc import AbstractChannel, AbstractConnection
from aiormq.abc import DeliveredMessage

from shared.runtime.bus.base import Delivery, Handle, Handling
from shared.runtime.bus.confirms import Parcel
from shared.runtime.bus.failures import failure_of, is_final, reason_of
from shared.runtime.bus.lanes import Lanes
from shared.runtime.bus.link import Broker, Link, SetUp
from shared.runtime.bus.observer import Observer
from shared.runtime.bus.publisher import Publisher
from shared.runtime.bus.topology import dead_queue, retry_exchange
from shared.runtime.bus.wire import attempts_of, failure_headers, message_of

_log = structlog.get_logger(__name__)

_CANCEL_TIMEOUT_S = 2.0
_COPY_PAUSE_S = 0.5


@dataclass
class Subscription:
    """One queue, its handler and the lanes that outlive every connection."""

    queue: str
    handle: Handle
    lanes: Lanes
    connection: AbstractConnection | None = None
    channel: AbstractChannel | None = None
    consumer_tag: str | None = field(default=None)


class Subscriber:
    """All subscriptions of a process, on one connection."""

    def __init__(
        self,
        broker: Broker,
        publisher: Publisher,
        handling: Handling,
        *,
        declare: SetUp,
        on_up: Callable[[], None],
        observer: Observer,
    ) -> None:
        self._publisher = publisher
        self._handling = handling
        self._declare = declare
        self._observer = observer
        self._subscriptions: list[Subscription] = []
        self._stopping = False
        self.link = Link(broker, role="consume", set_up=self._open_all, on_up=on_up)

    async def add(self, queue: str, handle: Handle) -> None:
        """Subscribe now if connected, and again at every connect."""
        subscription = Subscription(queue, handle, Lanes(self._handling.concurrency))
        self._subscriptions.append(subscription)
        async with self.link.lock:
            if self.link.connection is not None:
                await self._open(subscription, self.link.connection)

    async def stop(self) -> None:
        """Take no more, finish what was delivered, then disconnect.

        What takes longer than the time allowed is cancelled, unacknowledged: the broker delivers it again.
        """
        self._stopping = True
        for subscription in self._subscriptions:
            await self._cancel(subscription)
        await asyncio.gather(
            *(subscription.lanes.close(self._handling.stop_timeout_s) for subscription in self._subscriptions)
        )
        await self.link.stop()

    async def _open_all(self, connection: AbstractConnection) -> None:
        await self._declare(connection)
        for subscription in self._subscriptions:
            await self._open(subscription, connection)

    async def _open(self, subscription: Subscription, connection: AbstractConnection) -> None:
        if subscription.connection is connection or self._stopping:
            return
        channel = connection.channel(publisher_confirms=False)
        await channel.initialize()
        await channel.set_qos(prefetch_count=self._handling.prefetch)
        underlay = await channel.get_underlay_channel()
        name = subscription.queue
        channel.close_callbacks.add(lambda _, error: self.link.lose(f"channel of {name}: {error!r}"))
        underlay.on_consumer_cancel_callbacks.add(lambda _: self.link.lose(f"{name} was deleted"))
        subscription.connection, subscription.channel = connection, channel
        consuming = await underlay.basic_consume(name, partial(self._take, subscription))
        subscription.consumer_tag = consuming.consumer_tag

    async def _cancel(self, subscription: Subscription) -> None:
        channel, tag = subscription.channel, subscription.consumer_tag
        if channel is None or tag is None or channel.is_closed:
            return
        with contextlib.suppress(Exception):
            async with asyncio.timeout(_CANCEL_TIMEOUT_S):
                await (await channel.get_underlay_channel()).basic_cancel(tag)

    async def _take(self, subscription: Subscription, delivered: DeliveredMessage) -> None:
        """Only enters a lane: aio-pika cancels the task in which this runs when the connection dies."""
        delivery = Delivery(message_of(delivered), attempts_of(delivered) + 1)
        job = partial(self._deliver, subscription, delivery, delivered)
        subscription.lanes.add(delivery.message.key, job)

    async def _deliver(self, subscription: Subscription, delivery: Delivery, delivered: DeliveredMessage) -> None:
        if delivered.channel.is_closed:
            return  # the broker delivers it again on the next connection
        failure = await failure_of(subscription.handle, delivery)
        try:
            if failure is None or await self._passed_on(subscription.queue, delivery, delivered, failure):
                await delivered.channel.basic_ack(delivered.delivery_tag or 0, wait=False)
        except Exception as error:  # noqa: BLE001 - not acknowledged is delivered again, and the inbox knows it
            _log.info("delivery.unacknowledged", queue=subscription.queue, reason=repr(error))

    async def _passed_on(self, queue: str, delivery: Delivery, delivered: DeliveredMessage, failure: Exception) -> bool:
        """Whether the copy is confirmed, in a delay queue or a dead one. Only then the original may go."""
        parcel = self._copy(queue, delivery, failure)
        while True:
            (result,) = await self._publisher.send([parcel])
            if result is None:
                return True
            _log.warning("delivery.copy_unconfirmed", queue=queue, reason=repr(result))
            if self._stopping or delivered.channel.is_closed:
                return False
            await asyncio.sleep(_COPY_PAUSE_S)

    def _copy(self, queue: str, delivery: Delivery, failure: Exception) -> Parcel:
        message, attempts = delivery.message, delivery.attempt
        headers = failure_headers(attempts=attempts, reason=reason_of(failure))
        if is_final(failure, attempts, self._handling.retry_delays_s):
            _log.error("delivery.dead", queue=queue, event_id=message.event_id, reason=reason_of(failure))
            self._observer.dead(queue, message.routing_key)
            return Parcel.to_queue(message, dead_queue(queue), headers)
        _log.warning("delivery.retry", queue=queue, event_id=message.event_id, reason=reason_of(failure))
        self._observer.retried(queue, message.routing_key)
        return Parcel(message, retry_exchange(self._handling.retry_delays_s[attempts - 1]), queue, headers)
