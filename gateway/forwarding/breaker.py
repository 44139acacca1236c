"""A circuit breaker: an upstream that only fails is left alone for a while.

closed ──failures in a row within the window──▶ open ──rest over──▶ half-open ──success──▶ closed;
half-open ──failure──▶ open.
"""

import time
from collections.abc import Callable
from enum import StrEnum
from math import ceil


class Circuit(StrEnum):
    """Where the breaker stands."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


class Breaker:
    """Opens after `failures` in a row within `window_s`, rests `rest_s`, then lets one request through.

    `clock` tells monotonic seconds.
    """

    def __init__(
        self,
        *,
        failures: int = 5,
        window_s: float = 10.0,
        rest_s: float = 5.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit = failures
        self._window_s = window_s
        self._rest_s = rest_s
        self._clock = clock
        self._circuit = Circuit.CLOSED
        self._epoch = 0
        self._row: list[float] = []
        self._opened_at = 0.0

    @property
    def circuit(self) -> Circuit:
        return self._circuit

    @property
    def retry_after_s(self) -> int:
        """Whole seconds until a request may try again, at least one."""
        return max(1, ceil(self._opened_at + self._rest_s - self._clock()))

    def admit(self) -> int | None:
        """A ticket to hand back with the outcome; None when the upstream is to be left alone."""
        if self._circuit is Circuit.CLOSED:
            return self._epoch
        if self._circuit is Circuit.OPEN and self._clock() >= self._opened_at + self._rest_s:
            self._turn(Circuit.HALF_OPEN)
            return self._epoch
        return None

    def succeeded(self, ticket: int) -> None:
        if ticket != self._epoch:
            return  # let in before the breaker last turned: tells nothing about now
        if self._row:
            self._row.clear()
        if self._circuit is Circuit.HALF_OPEN:
            self._turn(Circuit.CLOSED)

    def failed(self, ticket: int) -> None:
        if ticket != self._epoch:
            return
        now = self._clock()
        self._row = [at for at in self._row if at > now - self._window_s]
        self._row.append(now)
        if self._circuit is Circuit.HALF_OPEN or len(self._row) >= self._limit:
            self._open(now)

    def released(self, ticket: int) -> None:
        """The request ended without telling anything: the next may be the trial."""
        if ticket == self._epoch and self._circuit is Circuit.HALF_OPEN:
            self._turn(Circuit.OPEN)

    def _open(self, now: float) -> None:
        self._opened_at = now
        self._row.clear()
        self._turn(Circuit.OPEN)

    def _turn(self, circuit: Circuit) -> None:
        self._circuit = circuit
        self._epoch += 1
