"""What is known of every forwarded request: counters, and one line in the access log.

A request only notes what happened; counting and writing are done together a few times a second, when no request waits.
"""

import asyncio
import json
import sys
import time
from datetime import UTC, datetime
from typing import NamedTuple, TextIO

from prometheus_client import Counter, Histogram

from shared.runtime.metrics import Metrics

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_MOST_NOTED = 256
_SETTLE_AFTER_S = 0.25


class _Noted(NamedTuple):
    """One forwarded request; `at` is Unix seconds."""

    at: float
    method: str
    path: bytes
    status: int
    seconds: float
    request_id: str
    service: str

    def line(self) -> str:
        """JSON of the form that structlog writes."""
        return json.dumps(
            {
                "event": "forwarded",
                "level": "info",
                "timestamp": datetime.fromtimestamp(self.at, UTC).isoformat(),
                "method": self.method,
                "path": self.path.decode("latin-1"),
                "status": self.status,
                "ms": round(self.seconds * 1000, 1),
                "to": self.service,
                "service": "gateway",
                "correlation_id": self.request_id,
            }
        )


class AccessLog:
    """The path alone, never the query: people are searched for there."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream

    def write(self, noted: list[_Noted]) -> None:
        """Their lines, at once."""
        stream = self._stream or sys.stdout
        stream.write("".join(f"{request.line()}\n" for request in noted))
        stream.flush()


class Journal:
    """`log` None: counted only."""

    def __init__(self, metrics: Metrics, log: AccessLog | None) -> None:
        self._log = log
        self._answers = Counter(
            "lobby_gateway_forwarded",
            "Forwarded requests by answer",
            ("to", "method", "status"),
            registry=metrics.registry,
        )
        self._seconds = Histogram(
            "lobby_gateway_forward_seconds",
            "Time from request to the end of the answer",
            ("to",),
            buckets=_BUCKETS,
            registry=metrics.registry,
        )
        self._counters: dict[tuple[str, str, int], Counter] = {}
        self._histograms: dict[str, Histogram] = {}
        self._noted: list[_Noted] = []
        self._timer: asyncio.TimerHandle | None = None

    def forwarded(
        self, service: str, method: str, path: bytes, *, status: int, seconds: float, request_id: str
    ) -> None:
        """A request was answered, by the service or in its place."""
        self._noted.append(_Noted(time.time(), method, path, status, seconds, request_id, service))
        if len(self._noted) >= _MOST_NOTED:
            self.settle()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_SETTLE_AFTER_S, self.settle)

    def settle(self) -> None:
        """Count and write what was noted."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        noted, self._noted = self._noted, []
        for request in noted:
            self._count(request)
        if noted and self._log is not None:
            self._log.write(noted)

    def _count(self, request: _Noted) -> None:
        key = (request.service, request.method, request.status)
        counter = self._counters.get(key)
        if counter is None:
            method = request.method if request.method in _METHODS else "other"
            counter = self._answers.labels(request.service, method, str(request.status))
            if request.method in _METHODS:
                self._counters[key] = counter
        counter.inc()
        histogram = self._histograms.get(request.service)
        if histogram is None:
            histogram = self._histograms[request.service] = self._seconds.labels(request.service)
        histogram.observe(request.seconds)

    def close(self) -> None:
        """Nothing is lost at the end."""
        self.settle()


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
