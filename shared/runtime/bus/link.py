"""One connection to the broker that is looked after until it is stopped."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from aio_pika.abc import AbstractConnection
from aio_pika.connection import Connection, make_url

from shared.runtime.bus.failures import is_cancelled_from_outside

_log = structlog.get_logger(__name__)

_CONNECT_TIMEOUT_S = 5.0
_SET_UP_TIMEOUT_S = 15.0
_CLOSE_TIMEOUT_S = 3.0
_FIRST_PAUSE_S = 0.1
_LONGEST_PAUSE_S = 2.0

SetUp = Callable[[AbstractConnection], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Broker:
    """Where the broker is, how we are called there, and how soon a side notices that the other is gone."""

    url: str
    connection_name: str
    heartbeat_s: int


class Link:
    """Connects, runs `set_up`, waits for the loss, and begins again.

    Not aio-pika's robust connection: that one restores channels by itself while publishes and
    acknowledgements of the lost ones are still under way, and sets no bound to how long a publish waits.
    """

    def __init__(self, broker: Broker, *, role: str, set_up: SetUp, on_up: Callable[[], None]) -> None:
        self._broker = broker
        self._name = f"{broker.connection_name} {role}"
        self._set_up = set_up
        self._on_up = on_up
        self._lost = asyncio.Event()
        self._stopping = False
        self._task: asyncio.Task[None] | None = None
        self.up = asyncio.Event()
        self.lock = asyncio.Lock()
        self.connection: AbstractConnection | None = None

    def start(self) -> None:
        """Begin looking for the broker."""
        if self._task is None:
            self._stopping = False
            self._task = asyncio.create_task(self._run(), name=f"link {self._name}")

    async def stop(self) -> None:
        """Disconnect for good."""
        self._stopping = True
        self._lost.set()
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None

    def lose(self, reason: str) -> None:
        """This connection is of no more use: a channel of it was closed."""
        if not self._lost.is_set():
            _log.warning("broker.lost", link=self._name, reason=reason)
            self._lost.set()

    async def _run(self) -> None:
        failures = 0
        while not self._stopping:
            try:
                await self._live()
                failures = 0
            except asyncio.CancelledError:
                # aio-pika passes on the cancellation of its own tasks; ours is counted by the task.
                if is_cancelled_from_outside():
                    raise
                failures += 1
            except Exception as error:  # noqa: BLE001 - whatever it is, the broker is looked for until `stop`
                failures += 1
                _log.warning("broker.away", link=self._name, reason=repr(error), failures=failures)
            await asyncio.sleep(min(_FIRST_PAUSE_S * 2 ** min(failures, 10), _LONGEST_PAUSE_S))

    async def _live(self) -> None:
        """From connecting to the loss. A connection that fails is closed too, or collecting it would warn."""
        self._lost.clear()
        connection = Connection(
            make_url(self._broker.url, heartbeat=self._broker.heartbeat_s),
            client_properties={"connection_name": self._name},
        )
        try:
            async with asyncio.timeout(_CONNECT_TIMEOUT_S):
                await connection.connect()
            connection.close_callbacks.add(lambda _, error: self.lose(repr(error)))
            async with asyncio.timeout(_SET_UP_TIMEOUT_S), self.lock:
                await self._set_up(connection)
                self.connection = connection
            self.up.set()
            _log.info("broker.connected", link=self._name)
            self._on_up()
            await self._lost.wait()
        finally:
            self.up.clear()
            self.connection = None
            await _close(connection)


async def _close(connection: AbstractConnection) -> None:
    """A frozen broker answers no goodbye: it is left without one."""
    with contextlib.suppress(Exception, asyncio.CancelledError):
        async with asyncio.timeout(_CLOSE_TIMEOUT_S):
            await connection.close()
