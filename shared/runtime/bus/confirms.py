"""Many messages onto one channel in confirm mode at once, and what the broker answers to each.

aiormq's `basic_publish` costs a task, three futures and a write to the socket for every message, which is more
than half of what relaying an event costs. This writes a piece of many messages at once and waits for the confirms
only; the numbering, the confirms and the returns stay aiormq's.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any, Self

import pamqp.frame
from aio_pika.abc import AbstractChannel
from aiormq.abc import ChannelFrame
from aiormq.channel import Channel
from aiormq.exceptions import DeliveryError, PublishError
from pamqp.body import ContentBody
from pamqp.commands import Basic
from pamqp.header import ContentHeader

from shared.runtime.bus.base import EXCHANGE, Message, PublishFailed
from shared.runtime.bus.wire import properties_of

UNKNOWN = PublishFailed("no confirm in time: it may still arrive")

_LONGEST_KEY = 255
_PIECE = 50  # about 3 ms of encoding, after which the event loop gets its turn


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message and where it goes; `headers` come on top of its own."""

    message: Message
    exchange: str
    routing_key: str
    headers: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def to_everybody(cls, message: Message) -> Self:
        """By the topic exchange."""
        return cls(message, EXCHANGE, message.routing_key)

    @classmethod
    def to_queue(cls, message: Message, queue: str, headers: Mapping[str, Any] | None = None) -> Self:
        """By the default exchange, into one queue."""
        return cls(message, "", queue, headers or {})


class ConfirmedLine:
    """An open channel. `owner` is kept because the channel is closed when it is collected."""

    def __init__(self, owner: AbstractChannel, channel: Channel) -> None:
        self._owner = owner
        self._channel = channel

    async def send(self, parcels: Sequence[Parcel], places: Sequence[int], results: list[Exception | None]) -> None:
        """Put the answer to each parcel into `results` at its place; what has none when cancelled stays untouched.

        Event ids must differ: aiormq tells returns apart by them.
        """
        confirms: dict[int, asyncio.Future[Any]] = {}
        try:
            for start in range(0, len(parcels), _PIECE):
                end = start + _PIECE
                await self._post(parcels[start:end], places[start:end], confirms, results)
                await asyncio.sleep(0)
            if confirms:
                await asyncio.wait(confirms.values())
        finally:
            for place, confirm in confirms.items():
                results[place] = _answer(confirm)

    async def _post(
        self,
        parcels: Sequence[Parcel],
        places: Sequence[int],
        confirms: dict[int, asyncio.Future[Any]],
        results: list[Exception | None],
    ) -> None:
        piece: list[bytes] = []
        posted: dict[int, Parcel] = {}
        for place, parcel in zip(places, parcels, strict=True):
            try:
                piece.append(self._encode(parcel))
                posted[place] = parcel
            except Exception as error:  # noqa: BLE001 - one unsendable message must not stop the others
                results[place] = PublishFailed(f"it cannot be sent: {error!r}")
        channel = self._channel
        async with channel.lock:
            await self._wait_for_same_ids(posted.values())
            before = channel.delivery_tag
            registered = {place: self._register(parcel) for place, parcel in posted.items()}
            try:
                await channel.write_queue.put(ChannelFrame(payload=b"".join(piece), should_close=False))
            except BaseException:
                # Nothing went out: the broker's numbering must not run behind ours.
                for tag in range(before + 1, channel.delivery_tag + 1):
                    channel.confirmations.pop(tag).cancel()
                channel.delivery_tag = before
                raise
        confirms.update(registered)

    def _encode(self, parcel: Parcel) -> bytes:
        channel, body = self._channel, parcel.message.body
        header = ContentHeader(body_size=len(body), properties=properties_of(parcel.message, parcel.headers))
        size = channel.max_content_size
        frames = [
            _publish_frame(parcel.exchange, parcel.routing_key, channel.number),
            pamqp.frame.marshal(header, channel.number),
        ]
        frames += [
            pamqp.frame.marshal(ContentBody(body[start : start + size]), channel.number)
            for start in range(0, len(body), size)
        ]
        return b"".join(frames)

    async def _wait_for_same_ids(self, parcels: Iterable[Parcel]) -> None:
        """Another sender may have the same event in flight: a retry copy, a replay."""
        channel = self._channel
        for parcel in parcels:
            tag = channel.message_id_delivery_tag.get(parcel.message.event_id)
            confirm = channel.confirmations.get(tag) if tag is not None else None
            if confirm is not None and not confirm.done():
                await asyncio.wait([confirm])

    def _register(self, parcel: Parcel) -> asyncio.Future[Any]:
        channel, event_id = self._channel, parcel.message.event_id
        channel.delivery_tag += 1
        confirm: asyncio.Future[Any] = channel.create_future()
        channel.confirmations[channel.delivery_tag] = confirm
        channel.message_id_delivery_tag[event_id] = channel.delivery_tag
        confirm.add_done_callback(partial(self._forget, event_id, channel.delivery_tag))
        return confirm

    def _forget(self, event_id: str, tag: int, _: object) -> None:
        if self._channel.message_id_delivery_tag.get(event_id) == tag:
            del self._channel.message_id_delivery_tag[event_id]


@lru_cache(maxsize=1024)
def _publish_frame(exchange: str, routing_key: str, channel: int) -> bytes:
    if len(routing_key.encode()) > _LONGEST_KEY:
        raise ValueError("the routing key is too long")
    frame = Basic.Publish(exchange=exchange, routing_key=routing_key, mandatory=True)
    return pamqp.frame.marshal(frame, channel)


def _answer(confirm: asyncio.Future[Any]) -> Exception | None:
    if not confirm.done():
        confirm.cancel()
        return UNKNOWN
    if confirm.cancelled():
        return UNKNOWN
    error = confirm.exception()
    match error:
        case None:
            return None
        case PublishError():
            return PublishFailed("no queue takes it")
        case DeliveryError():
            return PublishFailed("refused by the broker")
        case _:
            return PublishFailed(f"the connection died before the confirm, it may still arrive: {error!r}")
