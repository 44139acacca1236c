"""OpenTelemetry, when `OTEL_EXPORTER_OTLP_ENDPOINT` is set; otherwise nothing is imported and nothing is paid."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_tracer: Any = None


def configure_tracing(service: str, endpoint: str | None) -> None:
    """Send spans to `endpoint` (OTLP over HTTP) in the background."""
    global _tracer  # noqa: PLW0603 - one tracer per process, set at start
    if not endpoint:
        return
    from opentelemetry import trace  # noqa: PLC0415 - paid for only when tracing is on
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    provider = TracerProvider(resource=Resource.create({"service.name": f"lobby-{service}"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")))
    trace.set_tracer_provider(provider)
    _tracer = trace.get_tracer("lobby")


def is_tracing() -> bool:
    """Whether spans go anywhere: what even an empty one costs is too much on a hot path."""
    return _tracer is not None


@contextmanager
def span(name: str, *, traceparent: str | None, **attributes: str) -> Iterator[str | None]:
    """A span under `traceparent`; yields the traceparent to pass on (the given one when tracing is off)."""
    if _tracer is None:
        yield traceparent
        return
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415

    propagator = TraceContextTextMapPropagator()
    parent = propagator.extract({"traceparent": traceparent} if traceparent else {})
    with _tracer.start_as_current_span(name, context=parent, attributes=attributes):
        carrier: dict[str, str] = {}
        propagator.inject(carrier)
        yield carrier.get("traceparent", traceparent)
