"""What is known of every forwarded request: counters, and one line in the access log.

Both are kept cheap: label sets are resolved once, lines are written together a few times a second.
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TextIO

from prometheus_client import Counter, Histogram

from shared.runtime.metrics import Metrics

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_MOST_LINES = 256
_WRITE_AFTER_S = 0.25


@dataclass(frozen=True, slots=True)
class _Line:
    """One forwarded request; `at` is Unix seconds."""

    at: float
    method: str
    path: bytes
    status: int
    seconds: float
    request_id: str
    service: str

    def __str__(self) -> str:
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
    """The path alone, never the query: people are searched for there. Written when no request waits for it."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream
        self._lines: list[_Line] = []
        self._timer: asyncio.TimerHandle | None = None

    def write(self, line: _Line) -> None:
        """One line, soon."""
        self._lines.append(line)
        if len(self._lines) >= _MOST_LINES:
            self.flush()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_WRITE_AFTER_S, self.flush)

    def flush(self) -> None:
        """Write what waits."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._lines:
            lines, self._lines = self._lines, []
            stream = self._stream or sys.stdout
            stream.write("".join(f"{line}\n" for line in lines))
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

    def forwarded(
        self, service: str, method: str, path: bytes, *, status: int, seconds: float, request_id: str
    ) -> None:
        """A request was answered, by the service or in its place."""
        key = (service, method, status)
        counter = self._counters.get(key)
        if counter is None:
            counter = self._answers.labels(service, method if method in _METHODS else "other", str(status))
            if method in _METHODS:
                self._counters[key] = counter
        counter.inc()
        histogram = self._histograms.get(service)
        if histogram is None:
            histogram = self._histograms[service] = self._seconds.labels(service)
        histogram.observe(seconds)
        if self._log is not None:
            self._log.write(_Line(time.time(), method, path, status, seconds, request_id, service))

    def close(self) -> None:
        """Nothing is lost at the end."""
        if self._log is not None:
            self._log.flush()


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
