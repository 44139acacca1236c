"""Programs with a fault planted in them.

`python -m tests.faults.victim tickets --die before-publish` is a service that dies of its own hand,
`… tickets --scatter 7` one that tells everything five times and out of order,
`… scribe --broken no-inbox` one that was built wrong, to prove that the rig sees it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from enum import StrEnum
from importlib import import_module

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.runtime.bus import Bus, DeadLetter, Delivery, Handle, Message
from shared.runtime.bus.rabbitmq import RabbitBus
from shared.runtime.command_line import Program, main
from shared.runtime.consumer import Consumer, _context_of
from shared.runtime.service import Service, create_service_app
from shared.runtime.settings import ServiceSettings
from tests.faults import scribe
from tests.faults.scribe import ScribeSettings, definition_of

KILLED = 137
COPIES = 5
SCATTERED_OVER_S = 1.5  # shorter than a lease: the relay waits for the last copy


class Moment(StrEnum):
    BEFORE_PUBLISH = "before-publish"
    AFTER_CONFIRM = "after-confirm"


class Fault(StrEnum):
    NO_INBOX = "no-inbox"
    ACK_BEFORE_COMMIT = "ack-before-commit"


class WrappedBus:
    """A bus that passes everything on; a fault overrides one method."""

    def __init__(self, bus: Bus) -> None:
        self.bus = bus

    @property
    def ready(self) -> bool:
        return self.bus.ready

    def on_ready(self, notice: Callable[[], None]) -> None:
        self.bus.on_ready(notice)

    async def start(self) -> None:
        await self.bus.start()

    async def stop(self) -> None:
        await self.bus.stop()

    async def wait_ready(self, timeout_s: float = 10) -> None:
        await self.bus.wait_ready(timeout_s)

    async def publish(self, messages: Sequence[Message]) -> Sequence[Exception | None]:
        return await self.bus.publish(messages)

    async def send_to(self, queue: str, messages: Sequence[Message]) -> Sequence[Exception | None]:
        return await self.bus.send_to(queue, messages)

    async def declare(self, queue: str, bindings: Collection[str]) -> None:
        await self.bus.declare(queue, bindings)

    async def consume(self, queue: str, bindings: Collection[str], handle: Handle) -> None:
        await self.bus.consume(queue, bindings, handle)

    async def dead_letters(self, queue: str, *, limit: int = 100) -> Sequence[DeadLetter]:
        return await self.bus.dead_letters(queue, limit=limit)

    async def replay(self, queue: str, *, event_ids: Collection[str] | None = None) -> int:
        return await self.bus.replay(queue, event_ids=event_ids)


class DyingBus(WrappedBus):
    """Publishes `healthy` messages, then the process is gone: no finally, no flush, as after kill -9."""

    def __init__(self, bus: Bus, moment: Moment, *, healthy: int) -> None:
        super().__init__(bus)
        self._moment = moment
        self._left = healthy

    async def publish(self, messages: Sequence[Message]) -> Sequence[Exception | None]:
        self._left -= len(messages)
        if self._left < 0 and self._moment is Moment.BEFORE_PUBLISH:
            os._exit(KILLED)
        results = await self.bus.publish(messages)
        if self._left < 0:
            os._exit(KILLED)
        return results


class ScatteringBus(WrappedBus):
    """Tells every event five times, each time after a wait of its own, so that events overtake each other."""

    def __init__(self, bus: Bus, seed: int) -> None:
        super().__init__(bus)
        self._chance = random.Random(seed)

    async def publish(self, messages: Sequence[Message]) -> Sequence[Exception | None]:
        copies = [self._later(message) for message in messages for _ in range(COPIES)]
        results = await asyncio.gather(*copies)
        firsts = range(0, len(copies), COPIES)
        return [next(filter(None, results[first : first + COPIES]), None) for first in firsts]

    async def _later(self, message: Message) -> Exception | None:
        await asyncio.sleep(self._chance.uniform(0, SCATTERED_OVER_S))
        (result,) = await self.bus.publish([message])
        return result


class HastyBus(WrappedBus):
    """Acknowledges a delivery before its handler has committed."""

    def __init__(self, bus: Bus) -> None:
        super().__init__(bus)
        self._tasks: set[asyncio.Task[None]] = set()

    async def consume(self, queue: str, bindings: Collection[str], handle: Handle) -> None:
        async def promise(delivery: Delivery) -> None:
            task = asyncio.ensure_future(handle(delivery))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        await self.bus.consume(queue, bindings, promise)


class ForgetfulConsumer(Consumer):
    """Has no inbox: every delivery is the first."""

    async def handle(self, delivery: Delivery) -> None:
        envelope, payload = self._read(delivery)
        async with self._unit_of_work.begin(_context_of(envelope)) as tx:
            await self._handlers[envelope.type](tx, envelope, payload)


class OwningBus:
    """Starts and stops the bus around an app whose service was given one."""

    def __init__(self, app: ASGIApp, bus: Bus) -> None:
        self._app = app
        self._bus = bus

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return
        await self._bus.start()
        try:
            await self._app(scope, receive, send)
        finally:
            await self._bus.stop()


def service_on(service: str, wrap: Callable[[Bus], Bus]) -> Program:
    """A service of the suite whose bus is wrapped."""
    sound: Program = import_module(f"services.{service}.app").PROGRAM

    def create_app(settings: ServiceSettings) -> ASGIApp:
        bus = wrap(_rabbit(settings, service))
        app: FastAPI = sound.app(settings, bus=bus)
        return OwningBus(app, bus)

    return replace(sound, app=create_app)


def broken_scribe(fault: Fault) -> Program:
    """The scribe, built wrong."""

    def create_app(settings: ScribeSettings) -> ASGIApp:
        rabbit = _rabbit(settings, settings.name)
        bus = HastyBus(rabbit) if fault is Fault.ACK_BEFORE_COMMIT else rabbit
        definition = definition_of(settings.name, settings.pause_s)
        service = Service(definition, settings, bus=bus)
        if fault is Fault.NO_INBOX:
            service.consumer = ForgetfulConsumer(
                definition.name, bus, service.unit_of_work, definition.tables, definition.handlers
            )
        return OwningBus(create_service_app(service), bus)

    return replace(scribe.program(), app=create_app)


def _rabbit(settings: ServiceSettings, name: str) -> Bus:
    assert settings.broker_url is not None
    return RabbitBus(settings.broker_url.get_secret_value(), connection_name=name)


def _main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.victim")
    parser.add_argument("service")
    parser.add_argument("--die", type=Moment, choices=list(Moment))
    parser.add_argument("--healthy", type=int, default=0, help="events published before it dies")
    parser.add_argument("--scatter", type=int, metavar="SEED")
    parser.add_argument("--broken", type=Fault, choices=list(Fault))
    options = parser.parse_args()
    if options.broken:
        program = broken_scribe(options.broken)
    elif options.die:
        program = service_on(options.service, lambda bus: DyingBus(bus, options.die, healthy=options.healthy))
    else:
        program = service_on(options.service, lambda bus: ScatteringBus(bus, options.scatter))
    main(program, ["serve"])


if __name__ == "__main__":
    _main()
