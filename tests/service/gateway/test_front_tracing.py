"""A forwarded request is a span between the caller's and the service's, when tracing is on."""

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from shared.runtime import tracing
from tests.service.gateway.rig import GatewayRig

TRACE, CALLERS_SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


@pytest.fixture
def collected(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(tracing, "_tracer", provider.get_tracer("lobby"))
    return exporter


async def test_the_service_is_called_under_the_gateways_span(rig: GatewayRig, collected: InMemorySpanExporter) -> None:
    async with await rig.signed_in("manager") as client:
        collected.clear()
        await client.get("/v1/tickets", headers={"traceparent": f"00-{TRACE}-{CALLERS_SPAN}-01"})
    (forwarded,) = collected.get_finished_spans()
    assert forwarded.name == "gateway GET"
    assert forwarded.attributes == {"service": "tickets"}
    assert forwarded.parent is not None
    assert (f"{forwarded.context.trace_id:032x}", f"{forwarded.parent.span_id:016x}") == (TRACE, CALLERS_SPAN)
    (seen,) = rig.services["tickets"].requests
    assert seen["traceparent"] == f"00-{TRACE}-{forwarded.context.span_id:016x}-01"


async def test_a_malformed_traceparent_begins_a_trace_of_its_own(
    rig: GatewayRig, collected: InMemorySpanExporter
) -> None:
    async with await rig.signed_in("manager") as client:
        collected.clear()
        await client.get("/v1/tickets", headers={"traceparent": "00-nonsense"})
    (forwarded,) = collected.get_finished_spans()
    assert forwarded.parent is None
    (seen,) = rig.services["tickets"].requests
    assert seen["traceparent"].startswith(f"00-{forwarded.context.trace_id:032x}-")
    assert seen["traceparent"].count("-") == 3


async def test_without_tracing_the_callers_traceparent_passes_unchanged(rig: GatewayRig) -> None:
    given = f"00-{TRACE}-{CALLERS_SPAN}-01"
    async with await rig.signed_in("manager") as client:
        await client.get("/v1/tickets", headers={"traceparent": given})
    assert rig.services["tickets"].requests[0]["traceparent"] == given
