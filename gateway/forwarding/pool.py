"""A bounded pool of persistent connections: the bulkhead around one upstream."""

import asyncio
from collections import deque

from gateway.forwarding.asgi import Receive
from gateway.forwarding.client import start_listening
from gateway.forwarding.connection import Connection
from gateway.forwarding.errors import ExchangeFailure, PeerClosed
from gateway.forwarding.limits import Patience, PoolLimits
from gateway.forwarding.request import OutgoingRequest
from gateway.forwarding.watch import Watch


class PoolFull(ExchangeFailure):
    """No connection came free in time; nothing was sent."""

    blames_upstream = False


class Pool:
    """Lends each connection to one exchange at a time; the one used last goes out first.

    A waiter is handed either a connection or None: a place in which to open its own.
    """

    def __init__(self, host: str, port: int, limits: PoolLimits) -> None:
        self._address = (host, port)
        self._limits = limits
        self._loop: asyncio.AbstractEventLoop
        self._watch: Watch | None = None
        self._idle: list[Connection] = []
        self._waiters: deque[asyncio.Future[Connection | None]] = deque()
        self._places = limits.connections
        self._open: set[Connection] = set()
        self._emptied: asyncio.Event | None = None

    @property
    def in_use(self) -> int:
        """Places taken by exchanges or by connections being opened."""
        return self._limits.connections - self._places - len(self._idle)

    def take(self) -> Connection | None:
        """An idle connection, if one is there: the hot path, without a turn of the event loop."""
        while self._idle:
            connection = self._idle.pop()
            if connection.closed:
                continue
            if connection.idle_since + self._limits.keep_alive_s > self._loop.time():
                return connection
            connection.abort()
        return None

    async def acquire(self, *, fresh: bool = False) -> Connection:
        """`fresh`: one that has carried nothing yet. Raises PoolFull; PeerClosed if the upstream takes none.

        Call `begin` without awaiting in between: until then nobody notices that the connection is lost.
        """
        if self._watch is None:
            self._loop = asyncio.get_running_loop()
            self._watch = Watch(self._loop)
        while not self._places:
            if fresh and self._idle:
                self._idle.pop(0).abort()
            connection = await self._turn()
            if connection is None:
                return await self._connect()
            if connection.closed:
                continue  # its place went on when it was lost
            if not fresh:
                return connection
            self._open.discard(connection)
            connection.abort()
            return await self._connect()
        self._places -= 1
        return await self._connect()

    def begin(
        self, connection: Connection, request: OutgoingRequest, patience: Patience, receive: Receive | None
    ) -> None:
        """Sends the request's start and keeps the exchange's deadlines."""
        connection.begin(request, patience, receive)
        if request.more:
            start_listening(connection)
        if self._watch is not None:
            self._watch.add(connection)

    def release(self, connection: Connection) -> None:
        """Back into the pool, if both request and answer are through and clean; closed otherwise."""
        if not connection.busy:
            return
        connection.busy = False
        connection.receive = None
        if connection.listener is not None:
            connection.listener.cancel()
            connection.listener = None
        if self._watch is not None:
            self._watch.busy.discard(connection)
        clean = connection.reusable and connection.sent and not connection.pieces
        if connection.closed or not clean:
            connection.abort()
        elif not self._waiters or not self._hand_over(connection):
            connection.idle_since = self._loop.time()
            self._idle.append(connection)

    def lost(self, connection: Connection) -> None:
        """The connection is closed: its place goes to who waits longest."""
        if connection in self._idle:
            self._idle.remove(connection)
        if connection in self._open:
            self._open.discard(connection)
            self._free_place()
            if self._emptied is not None and not self._open:
                self._emptied.set()

    async def close(self) -> None:
        """Cuts whatever is still open."""
        if self._watch is not None:
            self._watch.stop()
        for connection in tuple(self._open):
            connection.fail(PeerClosed("the pool is closed"))
        if self._open:
            self._emptied = asyncio.Event()
            await self._emptied.wait()

    async def _turn(self) -> Connection | None:
        if len(self._waiters) >= self._limits.waiting:
            raise PoolFull
        turn: asyncio.Future[Connection | None] = self._loop.create_future()
        timer = self._loop.call_later(self._limits.wait_s, _refuse, turn)
        self._waiters.append(turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self._give_back(turn.result())
            raise
        finally:
            timer.cancel()
            if turn in self._waiters:
                self._waiters.remove(turn)

    def _give_back(self, lent: Connection | None) -> None:
        """A waiter left at the moment in which its turn came."""
        if lent is None:
            self._free_place()
        elif not self._hand_over(lent):
            lent.idle_since = self._loop.time()
            self._idle.append(lent)

    def _hand_over(self, what: Connection | None) -> bool:
        while self._waiters:
            turn = self._waiters.popleft()
            if not turn.done():
                turn.set_result(what)
                return True
        return False

    def _free_place(self) -> None:
        if not self._hand_over(None):
            self._places += 1

    async def _connect(self) -> Connection:
        connection = Connection(self._loop, self)
        try:
            async with asyncio.timeout(self._limits.connect_s):
                await self._loop.create_connection(lambda: connection, *self._address)
            connection.must_be_open()
        except BaseException as error:
            connection.abort()
            self._free_place()
            if isinstance(error, OSError):
                raise PeerClosed(f"no connection: {error}") from error
            raise
        self._open.add(connection)
        return connection


def _refuse(turn: "asyncio.Future[Connection | None]") -> None:
    if not turn.done():
        turn.set_exception(PoolFull())
