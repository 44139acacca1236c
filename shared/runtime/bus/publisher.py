"""Confirmed publishing: all in flight together, the messages of one key one after the other."""

import asyncio
from collections import deque
from collections.abc import Callable, Container, Mapping, Sequence
from typing import cast

import structlog
from aio_pika.abc import AbstractConnection
from aiormq.channel import Channel

from shared.runtime.bus.base import BusAway
from shared.runtime.bus.confirms import UNKNOWN, ConfirmedLine, Parcel
from shared.runtime.bus.link import Broker, Link, SetUp

_log = structlog.get_logger(__name__)

_IN_FLIGHT = 500


class Publisher:
    """Sends parcels over one channel in confirm mode, on a connection of its own.

    Of its own because a broker that is short of memory or disk stops reading from connections that publish.
    """

    def __init__(self, broker: Broker, *, timeout_s: float, declare: SetUp, on_up: Callable[[], None]) -> None:
        self._timeout_s = timeout_s
        self._declare = declare
        self._line: ConfirmedLine | None = None
        self.link = Link(broker, role="publish", set_up=self._open, on_up=on_up)

    async def _open(self, connection: AbstractConnection) -> None:
        """Unroutable messages raise; without `on_return_raises` they would look confirmed."""
        await self._declare(connection)
        channel = connection.channel(publisher_confirms=True, on_return_raises=True)
        await channel.initialize()
        channel.close_callbacks.add(lambda _, error: self.link.lose(f"publishing channel: {error!r}"))
        self._line = ConfirmedLine(channel, cast("Channel", await channel.get_underlay_channel()))

    async def send(self, parcels: Sequence[Parcel]) -> list[Exception | None]:
        """One result per parcel. Answers within the timeout for every 500 parcels, and at once without a broker."""
        results: list[Exception | None] = []
        for start in range(0, len(parcels), _IN_FLIGHT):
            results += await self._send_window(parcels[start : start + _IN_FLIGHT])
            if isinstance(results[-1], BusAway):
                results += [results[-1]] * (len(parcels) - len(results))
                break
        return results

    async def _send_window(self, parcels: Sequence[Parcel]) -> list[Exception | None]:
        """In waves: the first of every key, then the second of every key whose first is confirmed, and so on."""
        deadline = asyncio.get_running_loop().time() + self._timeout_s
        line = self._line if await self._is_up() else None
        if line is None:
            return [BusAway("no connection to the broker") for _ in parcels]
        results: list[Exception | None] = [UNKNOWN] * len(parcels)
        chains: dict[str, deque[int]] = {}
        for place, parcel in enumerate(parcels):
            chains.setdefault(parcel.message.key, deque()).append(place)
        try:
            async with asyncio.timeout_at(deadline):
                while chains:
                    places = _next_wave(chains, parcels)
                    await line.send([parcels[place] for place in places], places, results)
                    _go_on(chains, set(places), results)
        except TimeoutError:
            pass
        except Exception as error:  # noqa: BLE001 - the line broke while it was written to
            _log.info("publish.broken_off", reason=repr(error))
        return results

    async def _is_up(self) -> bool:
        try:
            async with asyncio.timeout(self._timeout_s):
                await self.link.up.wait()
        except TimeoutError:
            return False
        return True


def _next_wave(chains: Mapping[str, deque[int]], parcels: Sequence[Parcel]) -> list[int]:
    """The head of every chain; of two heads with one event id the second waits for the next wave."""
    wave: dict[str, int] = {}
    for chain in chains.values():
        wave.setdefault(parcels[chain[0]].message.event_id, chain[0])
    return list(wave.values())


def _go_on(chains: dict[str, deque[int]], sent: Container[int], results: Sequence[Exception | None]) -> None:
    """Shorten the chains by what is confirmed; give up those whose head was sent and is not.

    Their other messages keep "not confirmed": sent now they would overtake it.
    """
    for key, chain in list(chains.items()):
        if chain[0] not in sent:
            continue
        if results[chain[0]] is None:
            chain.popleft()
        else:
            chain.clear()
        if not chain:
            del chains[key]
