"""Row 12 of performance.md: the embedded suite to ready, beside merely importing the libraries that it uses.

The libraries are the third-party modules that a ready suite has loaded, imported by a bare interpreter in the same
order. Time runs from the start of the process until `/readyz` answers, or until the imports are done; memory is the
process's peak resident set. The data folder has been prepared by an earlier run, as on every start but the first.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from tests.servers.control import free_ports

ROOT = Path(__file__).parents[2]
ROUNDS = 5
_PATIENCE_S = 60

_LIST_MODULES = """
import json, sys, asyncio, tempfile
from pathlib import Path
from embedded.suite import Secrets, Suite
import embedded.serving
async def once():
    with tempfile.TemporaryDirectory() as folder:
        suite = Suite(Path(folder), Secrets(signing="s" * 48, field="f" * 48, contact="c" * 48))
        async with suite.running():
            pass
asyncio.run(once())
own = ("embedded", "gateway", "services", "shared", "__main__", "alembic_")
print(json.dumps([
    name for name, module in sys.modules.items()
    if "site-packages" in (getattr(module, "__file__", None) or "") and not name.startswith(own)
]))
"""
_IMPORT_MODULES = """
import importlib, json, sys, warnings
warnings.simplefilter("ignore")
for name in json.load(open(sys.argv[1])):
    importlib.import_module(name)
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(peak.split()[1], flush=True)
"""


def measure() -> list[dict[str, Any]]:
    """Two rows: time (12a) and memory (12b). Interleaved; the best of five of each."""
    with tempfile.TemporaryDirectory() as folder:
        modules = Path(folder) / "modules.json"
        modules.write_text(_python("-c", _LIST_MODULES, environment={}))
        _start_suite(Path(folder))  # prepares the data folder
        libraries, suites = [], []
        for _ in range(ROUNDS):
            libraries.append(_import_libraries(modules))
            suites.append(_start_suite(Path(folder)))
    (library_s, library_kb), (suite_s, suite_kb) = (
        (min(run[0] for run in runs), min(run[1] for run in runs)) for runs in (libraries, suites)
    )
    cpu_us = min(run[2] for run in suites)
    return [
        {
            "id": "12a",
            "name": "embedded suite to ready ÷ importing its libraries",
            "ratio": suite_s / library_s,
            "reach": 2.0,
            "stretch": 1.5,
            "cpu_us_per_op": cpu_us,
            "note": f"{suite_s:.2f} s to ready, {library_s:.2f} s to import; best of {ROUNDS}",
        },
        {
            "id": "12b",
            "name": "embedded suite's peak memory ÷ that of its libraries alone",
            "ratio": suite_kb / library_kb,
            "reach": 1.6,
            "stretch": 1.4,
            "cpu_us_per_op": cpu_us,
            "note": f"{suite_kb / 1024:.0f} MB beside {library_kb / 1024:.0f} MB",
        },
    ]


def _python(*arguments: str, environment: Mapping[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=_PATIENCE_S,
    )
    return done.stdout


def _import_libraries(modules: Path) -> tuple[float, int]:
    """Seconds and peak kB."""
    begun = time.perf_counter()
    peak = _python("-c", _IMPORT_MODULES, str(modules), environment={})
    return time.perf_counter() - begun, int(peak)


def _start_suite(folder: Path) -> tuple[float, int, float]:
    """Seconds to ready, peak kB, processor time in microseconds."""
    (port,) = free_ports(1)
    address = f"http://127.0.0.1:{port}/readyz"
    environment = {"PORT": str(port), "DATA_DIR": str(folder / "data"), "LOBBY_LOG_LEVEL": "ERROR"}
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "embedded"],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
    )
    try:
        with httpx.Client(trust_env=False) as client:
            _wait_for(client, address, process, begun)
        seconds = time.perf_counter() - begun
        peak = next(
            line for line in Path(f"/proc/{process.pid}/status").read_text().splitlines() if line.startswith("VmHWM")
        )
        ticks = sum(
            int(part) for part in Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        )
        life = folder / "data" / "demo-life"
        deadline = time.monotonic() + _PATIENCE_S
        while not life.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
    finally:
        process.terminate()
        process.wait(timeout=_PATIENCE_S)
    return seconds, int(peak.split()[1]), ticks / os.sysconf("SC_CLK_TCK") * 1e6


def _wait_for(client: httpx.Client, address: str, process: subprocess.Popen[bytes], begun: float) -> None:
    while time.perf_counter() - begun < _PATIENCE_S:
        if process.poll() is not None:
            raise RuntimeError("the suite ended before it was ready")
        try:
            if client.get(address, timeout=2).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            time.sleep(0.005)
    raise RuntimeError("the suite was not ready in time")


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
