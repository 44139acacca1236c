"""Prometheus metrics. One registry per process, so that the embedded suite shows all its services on one page."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """What a service counts. `service`, `route` templates, status and event types are the only labels."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.registry = registry or CollectorRegistry()
        self._requests = Counter(
            "lobby_http_requests",
            "Requests answered",
            ("service", "method", "route", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "lobby_http_request_seconds",
            "Time to answer",
            ("service", "route"),
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.published = Counter(
            "lobby_events_published", "Events confirmed by the bus", ("service",), registry=self.registry
        )
        self.publish_failures = Counter(
            "lobby_events_publish_failures",
            "Events not confirmed, to be tried again",
            ("service",),
            registry=self.registry,
        )
        self.handled = Counter(
            "lobby_events_handled",
            "Events by outcome",
            ("service", "type", "outcome"),
            registry=self.registry,
        )
        self.lag = Histogram(
            "lobby_event_lag_seconds",
            "Time since the event: until it is confirmed (published) and until its effect (handled)",
            ("service", "step"),
            buckets=_BUCKETS,
            registry=self.registry,
        )

        self.waiting = Gauge(
            "lobby_outbox_waiting", "Events not yet confirmed by the bus", ("service",), registry=self.registry
        )

    def request(self, service: str, method: str, route: str, status: int, seconds: float) -> None:
        """One request was answered."""
        self._requests.labels(service, method, route, str(status)).inc()
        self._seconds.labels(service, route).observe(seconds)

    def observer(self, service: str) -> "ServiceObserver":
        """What relay, consumer and bus of `service` tell."""
        return ServiceObserver(self, service)

    def page(self) -> bytes:
        """The text that Prometheus scrapes."""
        return generate_latest(self.registry)


class ServiceObserver:
    """`shared.runtime.bus.observer.Observer` of one service, in Prometheus' terms."""

    def __init__(self, metrics: Metrics, service: str) -> None:
        self._metrics = metrics
        self._service = service

    def published(self, count: int, *, lag_s: float) -> None:
        """`count` outbox rows were confirmed."""
        self._metrics.published.labels(self._service).inc(count)
        self._metrics.lag.labels(self._service, "published").observe(max(lag_s, 0.0))

    def publish_failed(self, count: int) -> None:
        """`count` outbox rows will be tried again."""
        self._metrics.publish_failures.labels(self._service).inc(count)

    def handled(self, queue: str, event_type: str, *, lag_s: float) -> None:
        """An effect was committed."""
        self._metrics.handled.labels(self._service, event_type, "handled").inc()
        self._metrics.lag.labels(self._service, "handled").observe(max(lag_s, 0.0))

    def duplicate(self, queue: str, event_type: str) -> None:
        """An event came again."""
        self._metrics.handled.labels(self._service, event_type, "duplicate").inc()

    def retried(self, queue: str, event_type: str) -> None:
        """A handler raised."""
        self._metrics.handled.labels(queue, event_type, "retried").inc()

    def dead(self, queue: str, event_type: str) -> None:
        """A message was given up."""
        self._metrics.handled.labels(queue, event_type, "dead").inc()
