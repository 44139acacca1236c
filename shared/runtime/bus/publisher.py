"""Confirmed publishing: all in flight together, the messages of one key one after the other."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from aio_pika.abc import AbstractChannel, AbstractConnection
from aiormq.channel import Channel as UnderlayChannel
from aiormq.exceptions import DeliveryError, PublishError

from shared.runtime.bus.base import EXCHANGE, BusAway, Message, PublishFailed
from shared.runtime.bus.failures import is_cancelled_from_outside
from shared.runtime.bus.link import Broker, Link, SetUp
from shared.runtime.bus.wire import properties_of

_IN_FLIGHT = 500
_SAME_ID_PAUSE_S = 0.01


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message and where it goes; `headers` come on top of its own."""

    message: Message
    exchange: str
    routing_key: str
    headers: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def to_everybody(cls, message: Message) -> "Parcel":
        """By the topic exchange."""
        return cls(message, EXCHANGE, message.routing_key)

    @classmethod
    def to_queue(cls, message: Message, queue: str, headers: Mapping[str, Any] | None = None) -> "Parcel":
        """By the default exchange, into one queue."""
        return cls(message, "", queue, headers or {})


class Publisher:
    """Sends parcels over one channel in confirm mode, on a connection of its own.

    Of its own because a broker that is short of memory or disk stops reading from connections that publish.
    """

    def __init__(self, broker: Broker, *, timeout_s: float, declare: SetUp, on_up: Callable[[], None]) -> None:
        self._timeout_s = timeout_s
        self._declare = declare
        self._line: _Line | None = None
        self.link = Link(broker, role="publish", set_up=self._open, on_up=on_up)

    async def _open(self, connection: AbstractConnection) -> None:
        """Unroutable messages raise; without `on_return_raises` they would look confirmed."""
        await self._declare(connection)
        channel = connection.channel(publisher_confirms=True, on_return_raises=True)
        await channel.initialize()
        channel.close_callbacks.add(lambda _, error: self.link.lose(f"publishing channel: {error!r}"))
        self._line = _Line(channel, cast(UnderlayChannel, await channel.get_underlay_channel()))

    async def send(self, parcels: Sequence[Parcel]) -> list[Exception | None]:
        """One result per parcel. Answers within the timeout for every 500 parcels."""
        results: list[Exception | None] = []
        for start in range(0, len(parcels), _IN_FLIGHT):
            results += await self._send_window(parcels[start : start + _IN_FLIGHT])
        return results

    async def _send_window(self, parcels: Sequence[Parcel]) -> list[Exception | None]:
        clock = asyncio.get_running_loop()
        deadline = clock.time() + self._timeout_s
        line = self._line if await self._is_up() else None
        if line is None:
            return [BusAway("no connection to the broker") for _ in parcels]
        results: list[Exception | None] = [PublishFailed("no confirm in time: it may still arrive")] * len(parcels)
        chains: dict[str, list[int]] = {}
        for place, parcel in enumerate(parcels):
            chains.setdefault(parcel.message.key, []).append(place)
        tasks = [asyncio.create_task(line.send_chain(parcels, places, results)) for places in chains.values()]
        try:
            await asyncio.wait(tasks, timeout=max(deadline - clock.time(), 0))
        finally:
            for task in tasks:
                task.cancel()
        return results

    async def _is_up(self) -> bool:
        try:
            async with asyncio.timeout(self._timeout_s):
                await self.link.up.wait()
        except TimeoutError:
            return False
        return True


class _Line:
    """An open channel and what is on its way over it."""

    def __init__(self, owner: AbstractChannel, channel: UnderlayChannel) -> None:
        self._owner = owner  # closes the channel when it is collected
        self._channel = channel
        self._ids_in_flight: set[str] = set()

    async def send_chain(
        self,
        parcels: Sequence[Parcel],
        places: Sequence[int],
        results: list[Exception | None],
    ) -> None:
        for place in places:
            results[place] = await self._send_one(parcels[place])
            if results[place] is not None:
                return  # its successors keep "not confirmed": sent now they would overtake it

    async def _send_one(self, parcel: Parcel) -> Exception | None:
        """Returns and confirms are told apart by message id: two of one id must not be in flight on a channel."""
        event_id = parcel.message.event_id
        while event_id in self._ids_in_flight:
            await asyncio.sleep(_SAME_ID_PAUSE_S)
        self._ids_in_flight.add(event_id)
        try:
            await self._channel.basic_publish(
                parcel.message.body,
                exchange=parcel.exchange,
                routing_key=parcel.routing_key,
                properties=properties_of(parcel.message, parcel.headers),
                mandatory=True,
                wait=False,
            )
            return None
        except asyncio.CancelledError:
            # A connection that dies cancels its confirmations, not this task.
            if is_cancelled_from_outside():
                raise
            return PublishFailed("the connection died before the confirm: it may still arrive")
        except PublishError:
            return PublishFailed(f"no queue for {parcel.exchange!r} {parcel.routing_key!r}")
        except DeliveryError:
            return PublishFailed("refused by the broker")
        except Exception as error:  # noqa: BLE001 - one message's trouble must not become the batch's
            return PublishFailed(repr(error))
        finally:
            self._ids_in_flight.discard(event_id)
