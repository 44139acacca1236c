"""One program of the suite as a child process that a test may kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import httpx

ROOT = Path(__file__).parents[2]
READY_SECONDS = 60
STOP_SECONDS = 25


class Process:
    """`python -m <module> <arguments>` with its output in a file; `url` answers `/readyz` when it is up."""

    def __init__(self, arguments: Sequence[str], *, url: str, environment: Mapping[str, str], log: Path) -> None:
        self.arguments = list(arguments)
        self.url = url
        self.log = log
        self._environment = {**_clean_environment(), **environment}
        self._popen: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as output:
            self._popen = subprocess.Popen(
                [sys.executable, *self.arguments],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def pid(self) -> int:
        assert self._popen is not None
        return self._popen.pid

    @property
    def is_running(self) -> bool:
        return self._popen is not None and self._popen.poll() is None

    def wait_ready(self, seconds: float = READY_SECONDS) -> None:
        """Raises AssertionError with the end of its output when it does not become ready."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not self.is_running:
                raise AssertionError(f"{self.arguments} ended:\n{self.tail()}")
            try:
                if httpx.get(f"{self.url}/readyz", timeout=2, trust_env=False).status_code == httpx.codes.OK:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.05)
        raise AssertionError(f"{self.arguments} is not ready after {seconds} s:\n{self.tail()}")

    def wait_end(self, seconds: float = STOP_SECONDS) -> int:
        """Until it ends by itself; its exit code."""
        assert self._popen is not None
        return self._popen.wait(timeout=seconds)

    def kill9(self) -> None:
        assert self._popen is not None
        self._popen.kill()
        self._popen.wait(timeout=STOP_SECONDS)

    def terminate(self) -> float:
        """SIGTERM; how many seconds it took to end."""
        assert self._popen is not None
        begun = time.monotonic()
        self._popen.terminate()
        self._popen.wait(timeout=STOP_SECONDS)
        return time.monotonic() - begun

    def signal(self, number: signal.Signals) -> None:
        assert self._popen is not None
        self._popen.send_signal(number)

    def end(self) -> None:
        """However it stands, it is gone afterwards."""
        if self.is_running:
            self.signal(signal.SIGCONT)
            try:
                self.terminate()
            except subprocess.TimeoutExpired:
                self.kill9()

    def tail(self, characters: int = 6000) -> str:
        return self.log.read_text(errors="replace")[-characters:] if self.log.exists() else ""


class Stack(Protocol):
    """What a story needs of a running suite."""

    @property
    def url(self) -> str:
        """The gateway's address."""

    @property
    def password(self) -> str:
        """The demo accounts' password."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


def _clean_environment() -> dict[str, str]:
    """The machine's own, without settings that would leak in from a developer's shell."""
    prefixes = ("GATEWAY_", "TICKETS_", "RESIDENTS_", "BILLING_", "ACCESS_", "NOTIFICATIONS_", "LOBBY_", "OTEL_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(prefixes)}
    return {**kept, "PYTHONUNBUFFERED": "1"}
