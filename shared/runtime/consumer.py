"""Takes deliveries to handlers: each event's effect is committed once, together with its inbox row."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog

from shared.contracts.envelope import CloudEvent, Event, UnreadableEvent, read_payload
from shared.contracts.registry import EVENTS
from shared.runtime.bus.base import Bus, Delivery, Poison
from shared.runtime.bus.observer import UNOBSERVED, Observer
from shared.runtime.context import Context
from shared.runtime.database import is_database_away
from shared.runtime.inbox import is_first_time
from shared.runtime.tables import RuntimeTables
from shared.runtime.tracing import span
from shared.runtime.unit_of_work import Transaction, UnitOfWork

_log = structlog.get_logger(__name__)

_FIRST_PAUSE_S = 0.2
_LONGEST_PAUSE_S = 2.0

Handler = Callable[[Transaction, CloudEvent, Any], Awaitable[None]]
"""Gets an open transaction, never commits, and raises `Poison` when no retry can help."""


class Consumer:
    """One service's subscription: `name` is its queue and its name in the inbox, `handlers` what it reacts to."""

    def __init__(
        self,
        name: str,
        bus: Bus,
        unit_of_work: UnitOfWork,
        tables: RuntimeTables,
        handlers: Mapping[str, Handler],
        *,
        events: Mapping[str, type[Event]] = EVENTS,
        observer: Observer = UNOBSERVED,
    ) -> None:
        """Raises ValueError for a handler of a type that no contract names."""
        unknown = sorted(set(handlers) - set(events))
        if unknown:
            raise ValueError(f"{name} handles types without a contract: {', '.join(unknown)}")
        self.name = name
        self._bus = bus
        self._unit_of_work = unit_of_work
        self._tables = tables
        self._handlers = handlers
        self._events = events
        self._observer = observer

    async def declare(self) -> None:
        """Let the queue collect events before the service itself runs."""
        await self._bus.declare(self.name, self._handlers.keys())

    async def start(self) -> None:
        """Begin to consume. The bus ends it with its own `stop`."""
        await self._bus.consume(self.name, self._handlers.keys(), self.handle)

    async def handle(self, delivery: Delivery) -> None:
        """One delivery. Raises Poison for an unreadable event; any other exception asks for a retry."""
        envelope, payload = self._read(delivery)
        handler = self._handlers.get(envelope.type)
        if handler is None:
            _log.warning("consumer.no_handler", consumer=self.name, type=envelope.type, event_id=envelope.id)
            return
        with span(f"{self.name} {envelope.type}", traceparent=envelope.traceparent) as traceparent:
            fresh = await self._once_the_database_answers(handler, envelope, payload, traceparent)
        if fresh:
            lag_s = (self._unit_of_work.clock.now() - envelope.time).total_seconds()
            self._observer.handled(self.name, envelope.type, lag_s=lag_s)
        else:
            self._observer.duplicate(self.name, envelope.type)

    async def _once_the_database_answers(
        self, handler: Handler, envelope: CloudEvent, payload: Event | None, traceparent: str | None
    ) -> bool:
        """A database that is away is not the message's fault: held here, neither acknowledged nor counted, until then.

        Counted as attempts, an outage of minutes would send healthy events to the dead letters.
        """
        pause_s = _FIRST_PAUSE_S
        while True:
            try:
                return await self._take_effect(handler, envelope, payload, traceparent)
            except Exception as error:
                if not is_database_away(error):
                    raise
                _log.warning("consumer.database_away", consumer=self.name, event_id=envelope.id)
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)

    async def _take_effect(
        self, handler: Handler, envelope: CloudEvent, payload: Event | None, traceparent: str | None
    ) -> bool:
        """Effect and inbox row in one transaction; False for an event that had its effect before."""
        async with self._unit_of_work.begin(_context_of(envelope, traceparent)) as tx:
            fresh = await is_first_time(tx.session, self._tables, consumer=self.name, event_id=envelope.id, now=tx.now)
            if fresh:
                await handler(tx, envelope, payload)
        return fresh

    def _read(self, delivery: Delivery) -> tuple[CloudEvent, Event | None]:
        try:
            envelope = CloudEvent.parse(delivery.message.body)
            if envelope.type not in self._handlers:
                return envelope, None
            contract = self._events[envelope.type]
            _check_version(envelope, contract)
            return envelope, read_payload(contract, envelope)
        except UnreadableEvent as error:
            raise Poison(error.reason) from error


def _check_version(envelope: CloudEvent, contract: type[Event]) -> None:
    """A later version waits with the dead letters until a build that knows it replays it."""
    if envelope.dataschema.rpartition(":")[2] != str(contract.VERSION):
        raise UnreadableEvent(f"{envelope.dataschema}: known here is version {contract.VERSION}")


def _context_of(envelope: CloudEvent, traceparent: str | None = None) -> Context:
    """What a handler publishes names this event as its cause."""
    return Context(
        correlation_id=envelope.id,
        actor=envelope.actor,
        traceparent=traceparent,
        causation=envelope.id,
    )
