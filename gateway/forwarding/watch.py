"""One timer for all exchanges of a pool: one for each would cost as much as parsing its head."""

import asyncio
from math import inf

from gateway.forwarding.client import start_listening
from gateway.forwarding.connection import Connection

_COARSE_S = 0.25
"""A deadline may move nearer while the timer runs; it is noticed within this."""


class Watch:
    """Fails what is overdue, and starts to listen to the client when an answer takes longer."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._timer: asyncio.TimerHandle | None = None
        self._next = inf
        self.busy: set[Connection] = set()

    def add(self, connection: Connection) -> None:
        """After `begin`: its deadlines are kept from now on."""
        self.busy.add(connection)
        due = min(connection.listen_at, connection.deadline)
        if due < self._next:
            self._set(due)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._next = inf

    def _set(self, due: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._next = due
        self._timer = self._loop.call_at(due, self._tick)

    def _tick(self) -> None:
        self._next = inf
        # A timer may ring a hair early by its clock's resolution.
        now = self._loop.time() + 0.001
        nearest = inf
        for connection in tuple(self.busy):
            nearest = min(nearest, self._check(connection, now))
        if self.busy:
            self._set(min(nearest, now + _COARSE_S))

    @staticmethod
    def _check(connection: Connection, now: float) -> float:
        if connection.complete:
            return inf
        if connection.deadline <= now:
            connection.deadline = inf
            connection.fail(connection.overdue())
            return inf
        if connection.listen_at <= now:
            connection.listen_at = inf
            start_listening(connection)
        return min(connection.listen_at, connection.deadline)
