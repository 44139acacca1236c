"""A watcher of its own process that clears away servers when the test run is gone, however it went.

The tear-down after a green run, after ^C and after kill -9 is the same code: the watcher reads lines until
its standard input closes, then removes what the lines named.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil


class Guard:
    """`keep("process", pid)`, `keep("folder", path)`, `keep("container", id)`; `forget` takes one back."""

    def __init__(self) -> None:
        # A session of its own: ^C at the terminal goes to the test run only.
        self._watcher = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, start_new_session=True, text=True
        )

    def keep(self, kind: str, name: object) -> None:
        self._say(f"keep {kind} {name}")

    def forget(self, kind: str, name: object) -> None:
        self._say(f"forget {kind} {name}")

    def clear(self) -> None:
        """Removes everything kept; returns when it is gone."""
        self._watcher.communicate(timeout=60)

    def _say(self, line: str) -> None:
        if self._watcher.stdin is None or self._watcher.poll() is not None:
            raise RuntimeError("the watcher of the test servers is gone")
        self._watcher.stdin.write(line + "\n")
        self._watcher.stdin.flush()


def family(pid: int) -> list[int]:
    """The process and all its descendants, parents first.

    PostgreSQL's children lead sessions of their own: a signal to the process group would not reach them.
    """
    first = psutil.Process(pid)
    return [pid, *(child.pid for child in first.children(recursive=True))]


def signal_family(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        for each in family(pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, number)


def _remove_container(name: str) -> None:
    import docker  # noqa: PLC0415  (only where a container was started)

    client = docker.from_env(timeout=30)
    with contextlib.suppress(docker.errors.NotFound):
        container = client.containers.get(name)
        with contextlib.suppress(docker.errors.APIError):
            container.unpause()  # older engines cannot remove what is frozen
        container.remove(force=True, v=True)
    client.close()


def _remove_folder(name: str) -> None:
    """Killed processes may still write for a moment."""
    for _ in range(50):
        shutil.rmtree(name, ignore_errors=True)
        if not Path(name).exists():
            return
        time.sleep(0.1)


def _watch() -> None:
    kept: dict[tuple[str, str], None] = {}
    for line in sys.stdin:
        verb, kind, name = line.rstrip("\n").split(" ", 2)
        if verb == "keep":
            kept[kind, name] = None
        else:
            kept.pop((kind, name), None)
    for kind, name in reversed(kept):
        if kind == "process":
            signal_family(int(name), signal.SIGKILL)
        elif kind == "container":
            _remove_container(name)
        else:
            _remove_folder(name)


if __name__ == "__main__":
    _watch()
