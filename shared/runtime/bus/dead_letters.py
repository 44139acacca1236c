"""Reading and replaying the dead letters of a queue in RabbitMQ."""

from collections.abc import Collection

from aio_pika.abc import AbstractConnection
from aiormq.abc import AbstractChannel, DeliveredMessage
from aiormq.exceptions import ChannelNotFoundEntity
from pamqp.commands import Basic

from shared.runtime.bus.base import DeadLetter, PublishFailed
from shared.runtime.bus.confirms import Parcel
from shared.runtime.bus.publisher import Publisher
from shared.runtime.bus.topology import dead_queue
from shared.runtime.bus.wire import dead_letter_of

_MOST_READ = 10_000


async def read(connection: AbstractConnection, queue: str, *, limit: int) -> list[DeadLetter]:
    """The oldest first. Taken without acknowledgement: closing the channel puts them back.

    They are put back at the end of the queue, so its order says nothing and all are read to find the oldest.
    """
    async with connection.channel(publisher_confirms=False) as channel:
        letters = [letter for _, letter in await _take(await channel.get_underlay_channel(), queue)]
    return sorted(letters, key=lambda letter: letter.failed_at)[:limit]


async def replay(
    connection: AbstractConnection, publisher: Publisher, queue: str, *, event_ids: Collection[str] | None
) -> int:
    """In the order in which the events happened; how many.

    Each is confirmed in its queue before it leaves the dead letters. Raises PublishFailed when one was not:
    it stays, those that were confirmed are gone.
    """
    async with connection.channel(publisher_confirms=False) as channel:
        underlay = await channel.get_underlay_channel()
        found = [
            (tag, letter.message)
            for tag, letter in await _take(underlay, queue)
            if event_ids is None or letter.message.event_id in event_ids
        ]
        found.sort(key=lambda entry: entry[1].event_id)
        results = await publisher.send([Parcel.to_queue(message, queue) for _, message in found])
        confirmed = [tag for (tag, _), result in zip(found, results, strict=True) if result is None]
        for tag in confirmed:
            await underlay.basic_ack(tag)
    if len(confirmed) < len(found):
        refused = next(result for result in results if result is not None)
        raise PublishFailed(f"{len(found) - len(confirmed)} of {len(found)} stay dead letters: {refused}")
    return len(confirmed)


async def _take(channel: AbstractChannel, queue: str) -> list[tuple[int, DeadLetter]]:
    """All of them with their delivery tags; none when the queue was never declared."""
    found: list[tuple[int, DeadLetter]] = []
    while len(found) < _MOST_READ:
        delivered = await _next(channel, queue)
        if delivered is None:
            break
        found.append((delivered.delivery_tag or 0, dead_letter_of(queue, delivered)))
    return found


async def _next(channel: AbstractChannel, queue: str) -> DeliveredMessage | None:
    try:
        delivered = await channel.basic_get(dead_queue(queue))
    except ChannelNotFoundEntity:
        return None
    return None if isinstance(delivered.delivery, Basic.GetEmpty) else delivered
