"""Spans leave the process when an endpoint is set, and nothing is imported when none is."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PROGRAM = f"""
import sys
from opentelemetry import trace
from shared.runtime.tracing import configure_tracing, span
configure_tracing("tickets", sys.argv[1])
with span("outer", traceparent="00-{TRACE}-00f067aa0ba902b7-01") as passed_on:
    with span("inner", traceparent=passed_on):
        print(passed_on)
trace.get_tracer_provider().shutdown()
"""
OFF = """
import sys
from shared.runtime.tracing import configure_tracing, span
configure_tracing("tickets", None)
with span("outer", traceparent="given") as passed_on:
    print(passed_on, any(name.startswith("opentelemetry.sdk") for name in sys.modules))
"""


class Collector(BaseHTTPRequestHandler):
    taken: list[tuple[str, bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.taken.append((self.path, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002 - the library's name


@pytest.fixture
def collector() -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    taken: list[tuple[str, bytes]] = []
    handler = type("OneRun", (Collector,), {"taken": taken})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", taken
    server.shutdown()
    server.server_close()
    thread.join()


def _run(program: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.strip()


def test_spans_of_one_trace_reach_the_collector(collector: tuple[str, list[tuple[str, bytes]]]) -> None:
    endpoint, taken = collector
    passed_on = _run(PROGRAM, endpoint)
    assert passed_on.startswith(f"00-{TRACE}-")
    assert {path for path, _ in taken} == {"/v1/traces"}
    sent = b"".join(body for _, body in taken)
    assert sent.count(bytes.fromhex(TRACE)) == 2
    assert all(word in sent for word in (b"lobby-tickets", b"outer", b"inner"))


def test_without_an_endpoint_the_trace_is_passed_through_and_nothing_is_loaded() -> None:
    assert _run(OFF) == "given False"
