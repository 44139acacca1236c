"""What a fault test may do to a server, and what it takes to start one in either way."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import Protocol


class Control(Protocol):
    """One server process or container. Its address and its data stay the same over stops and starts."""

    @property
    def host(self) -> str:
        """Where the server's ports are found."""

    def kill9(self) -> None:
        """SIGKILL to all of it at once."""

    def stop(self) -> None:
        """Orderly: what the server's own package does on a service stop."""

    def start(self) -> None:
        """Starts what was killed or stopped; the caller waits until it is ready."""

    def freeze(self) -> None:
        """Stands still, connections open: SIGSTOP or the freezer of the container."""

    def thaw(self) -> None:
        """Goes on where `freeze` stopped it."""

    def log(self) -> str:
        """The end of what it wrote, for the message of a failed start."""

    def remove(self) -> None:
        """The end: processes, data and container gone."""


class ServerNotReadyError(RuntimeError):
    """A server was started but did not answer in time."""


def wait_until(answers: Callable[[], bool], *, what: str, control: Control, seconds: float = 90) -> None:
    """Raises ServerNotReadyError with the end of the server's log."""
    deadline = time.monotonic() + seconds
    while not answers():
        if time.monotonic() > deadline:
            raise ServerNotReadyError(f"{what} did not answer within {seconds:.0f} s:\n{control.log()}")
        time.sleep(0.1)


def free_ports(count: int) -> list[int]:
    """Ports of the loopback that were free at once; all are held until all are known."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()
