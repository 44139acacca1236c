"""Rows 1 and 2 of performance.md: the gateway's forwarding path beside nginx, to the same upstream.

The gateway is the real one with its defaults, access log included; only the rate limit is out of the way. The caller is
signed in; nginx only proxies.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx

APP = "benchmarks.real_gateway:app"
PATH = "/v1/tickets"
ROUNDS = 3
SECONDS = 3
_ROOT = Path(__file__).resolve().parents[2]
_TICKS = os.sysconf("SC_CLK_TCK")
_BODY = '{"ticket":"' + "x" * 1000 + '"}'

# ── servers ───────────────────────────────────────────────────────────────────────────────────────

_NGINX = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log crit;
events {{ worker_connections 1024; }}
http {{
  access_log off; keepalive_requests 1000000; default_type application/json;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  {upstream}
  server {{ listen 127.0.0.1:{port} backlog=1024; location / {{ {location} }} }}
}}
"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _running(command: list[str], port: int, environment: Mapping[str, str]) -> Iterator[int]:
    """A server until the block ends; yields its process id once the port answers."""
    server = subprocess.Popen(command, cwd=_ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        else:
            raise RuntimeError(f"{command[0]} does not listen")
        yield server.pid
    finally:
        server.terminate()
        server.wait(20)


@contextmanager
def _nginx(location: str, upstream: str = "") -> Iterator[int]:
    port = _free_port()
    with tempfile.TemporaryDirectory() as folder:
        conf = Path(folder, "nginx.conf")
        conf.write_text(_NGINX.format(folder=folder, port=port, location=location, upstream=upstream))
        with _running(["nginx", "-p", folder, "-c", str(conf)], port, {}):
            yield port


@contextmanager
def _gateway(upstream: str) -> Iterator[tuple[int, int, str]]:
    """Yields port and process id of the gateway, set as it is served, and a signed-in `Authorization`."""
    port = _free_port()
    with tempfile.TemporaryDirectory() as folder:
        services = ("RESIDENTS", "TICKETS", "BILLING", "ACCESS", "NOTIFICATIONS")
        environment = {
            "GATEWAY_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/gateway.db",
            "GATEWAY_SIGNING_SECRET": "bench-" + "s" * 40,
            "GATEWAY_RATE_LIMIT": "100000000/minute",
            **{f"GATEWAY_{service}_URL": upstream for service in services},
        }
        prepare = [sys.executable, "-m", "gateway", "migrate", "--demo"]
        subprocess.run(prepare, cwd=_ROOT, env={**os.environ, **environment}, check=True, timeout=60)
        command = [sys.executable, "-m", "uvicorn", APP, "--port", str(port), "--loop", "uvloop"]
        command += ["--http", "gateway.forwarding.serving:HeadHoldingProtocol", "--no-server-header"]
        command += ["--no-access-log", "--no-proxy-headers", "--log-level", "warning"]
        with _running(command, port, environment) as process:
            form = {"grant_type": "password", "username": "manager", "password": "front-desk"}
            answer = httpx.post(f"http://127.0.0.1:{port}/v1/auth/token", data=form, trust_env=False)
            yield port, process, f"Bearer {answer.raise_for_status().json()['access_token']}"


# ── load ──────────────────────────────────────────────────────────────────────────────────────────

_UNITS = {"us": 1.0, "ms": 1e3, "s": 1e6}


def _wrk(port: int, path: str, authorization: str, connections: int) -> tuple[float, float]:
    """Requests per second and the median in microseconds. Raises RuntimeError if any answer was not 2xx."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "--latency"]
    command += ["-H", f"Authorization: {authorization}", f"http://127.0.0.1:{port}{path}"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        raise RuntimeError(told)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    median = re.search(r"50%\s+([\d.]+)(us|ms|s)", told)
    if rate is None or median is None:
        raise RuntimeError(told)
    return float(rate[1]), float(median[1]) * _UNITS[median[2]]


def _cpu_s(process: int) -> float:
    """User and system seconds that the process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def measure() -> list[dict[str, Any]]:
    """Rows 1 and 2."""
    with ExitStack() as servers:
        direct = servers.enter_context(_nginx(f"return 200 '{_BODY}';"))
        pool = f"upstream u {{ server 127.0.0.1:{direct}; keepalive 64; keepalive_requests 1000000; }}"
        onward = 'proxy_pass http://u; proxy_http_version 1.1; proxy_set_header Connection "";'
        peer = servers.enter_context(_nginx(onward, pool))
        ours, process, authorization = servers.enter_context(_gateway(f"http://127.0.0.1:{direct}"))
        _wrk(ours, PATH, authorization, 32)  # warm
        return [
            _pass_through(ours, process, peer, PATH, authorization),
            _added_median(ours, process, peer, direct, PATH, authorization),
        ]


def _pass_through(ours: int, process: int, peer: int, path: str, authorization: str) -> dict[str, Any]:
    """nginx, gateway, nginx, gateway, …, nginx: the best of either side."""
    peers = [_wrk(peer, path, authorization, 32)[0]]
    rates, cpu = [], []
    for _ in range(ROUNDS):
        started = _cpu_s(process)
        rates.append(_wrk(ours, path, authorization, 32)[0])
        cpu.append((_cpu_s(process) - started) / (rates[-1] * SECONDS) * 1e6)
        peers.append(_wrk(peer, path, authorization, 32)[0])
    return {
        "id": 1,
        "name": "gateway pass-through ÷ nginx proxy, requests/s at 32 connections",
        "ratio": round(max(rates) / max(peers), 3),
        "reach": 0.20,
        "stretch": 0.35,
        "cpu_us_per_op": round(min(cpu), 1),
        "note": f"requests/s: gateway {_listed(rates)}; nginx {_listed(peers)}",
    }


def _added_median(ours: int, process: int, peer: int, direct: int, path: str, authorization: str) -> dict[str, Any]:
    """Direct, nginx, gateway in turn: the quietest of each, since noise only ever adds."""
    bare, peers, medians, cpu = [], [], [], []
    for _ in range(ROUNDS):
        bare.append(_wrk(direct, path, authorization, 1)[1])
        peers.append(_wrk(peer, path, authorization, 1)[1])
        started = _cpu_s(process)
        rate, median = _wrk(ours, path, authorization, 1)
        medians.append(median)
        cpu.append((_cpu_s(process) - started) / (rate * SECONDS) * 1e6)
    return {
        "id": 2,
        "name": "gateway's added median ÷ nginx's, one connection",
        "ratio": round((min(medians) - min(bare)) / (min(peers) - min(bare)), 2),
        "reach": 4,
        "stretch": 2.5,
        "cpu_us_per_op": round(min(cpu), 1),
        "note": f"medians in µs: gateway {_listed(medians)}; nginx {_listed(peers)}; direct {_listed(bare)}",
    }


def _listed(figures: list[float]) -> str:
    return " ".join(f"{figure:.0f}" for figure in figures)


if __name__ == "__main__":
    for row in measure():
        print(row)
