"""Servers as private processes from installed binaries, in a temporary folder, as an unprivileged user."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.guard import Guard, signal_family

HOST = "127.0.0.1"
STOP_SECONDS = 30


def unprivileged_user(*preferred: str) -> str | None:
    """None when we are unprivileged already. PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in (*preferred, "nobody") if name in known)


class PrivateFolder:
    """A temporary folder that the server's user owns, watched by a guard of its own."""

    def __init__(self, name: str, *, user: str | None) -> None:
        self.guard = Guard()
        self.user = user
        self.path = Path(tempfile.mkdtemp(prefix=f"lobby-{name}-"))
        self.guard.keep("folder", self.path)
        self.own(self.path)

    def own(self, path: Path) -> None:
        if self.user is not None:
            shutil.chown(path, self.user, self._ids[1])

    def write(self, name: str, text: str) -> Path:
        path = self.path / name
        path.write_text(text)
        self.own(path)
        return path

    def popen(self, command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
        with (self.path / "log").open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=self.path,
                env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(self.path), **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                user=self._ids[0],
                group=self._ids[1],
                extra_groups=[] if self.user else None,
            )

    @property
    def _ids(self) -> tuple[int | None, int | None]:
        if self.user is None:
            return None, None
        entry = pwd.getpwnam(self.user)
        return entry.pw_uid, entry.pw_gid


@dataclass
class PrivateControl:
    """`Control` of one process and its descendants. `stop_signal` is the server's own for an orderly stop.

    Companions live as long as the folder and are in its guard's care.
    """

    folder: PrivateFolder
    command: Sequence[str]
    stop_signal: signal.Signals
    environment: Mapping[str, str] = field(default_factory=dict)
    companions: Sequence[subprocess.Popen[bytes]] = ()
    host: str = HOST
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = self.folder.popen(self.command, self.environment)
        self.folder.guard.keep("process", self._process.pid)

    def kill9(self) -> None:
        self._end(signal.SIGKILL, whole_family=True)

    def stop(self) -> None:
        self._end(self.stop_signal, whole_family=False)

    def freeze(self) -> None:
        signal_family(self._running().pid, signal.SIGSTOP)

    def thaw(self) -> None:
        signal_family(self._running().pid, signal.SIGCONT)

    def log(self) -> str:
        return (self.folder.path / "log").read_text(errors="replace")[-4000:]

    def remove(self) -> None:
        self.folder.guard.clear()
        for process in (*self.companions, *([self._process] if self._process else [])):
            process.wait(STOP_SECONDS)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise RuntimeError("the server is not running")
        return self._process

    def _end(self, number: signal.Signals, *, whole_family: bool) -> None:
        process = self._running()
        if whole_family:
            signal_family(process.pid, number)
        else:
            process.send_signal(number)
        process.wait(STOP_SECONDS)
        self.folder.guard.forget("process", process.pid)
        self._process = None


def binary(name: str, *folders: str) -> str | None:
    """The program, looked for in these folders (patterns, the last match first) before PATH."""
    for folder in folders:
        for found in sorted(Path("/").glob(f"{folder.lstrip('/')}/{name}"), reverse=True):
            return str(found)
    return shutil.which(name)
