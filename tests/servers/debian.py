"""Installs packages on Debian or Ubuntu as root, without leaving their services running."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

POLICY = Path("/usr/sbin/policy-rc.d")
CLUSTER_SETTINGS = Path("/etc/postgresql-common/createcluster.conf")


class InstallationFailedError(RuntimeError):
    """The distribution's package manager refused."""


def can_install() -> bool:
    return os.geteuid() == 0 and Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def install(packages: list[str]) -> None:
    """Raises InstallationFailedError with apt's own words."""
    print(f"Installing {' '.join(packages)} for the tests …", file=sys.__stderr__)
    with _replaced(POLICY, "#!/bin/sh\nexit 101\n", mode=0o755):
        _apt("update", "-qq")
        if "postgresql" in packages:
            _apt_install("postgresql-common")
        with _no_main_cluster():
            _apt_install(*packages)


@contextlib.contextmanager
def _no_main_cluster() -> Iterator[None]:
    """PostgreSQL's package makes and starts a cluster on port 5432 unless told not to."""
    if not CLUSTER_SETTINGS.exists():
        yield
        return
    settings = CLUSTER_SETTINGS.read_text() + "\ncreate_main_cluster = false\n"
    with _replaced(CLUSTER_SETTINGS, settings, mode=0o644):
        yield


@contextlib.contextmanager
def _replaced(path: Path, text: str, *, mode: int) -> Iterator[None]:
    before = path.read_bytes() if path.exists() else None
    path.write_text(text)
    path.chmod(mode)
    try:
        yield
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)


def _apt_install(*packages: str) -> None:
    _apt("install", "-y", "-qq", "--no-install-recommends", *packages)


def _apt(*arguments: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        ["apt-get", *arguments],
        check=False,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode != 0:
        raise InstallationFailedError(f"apt-get {arguments[0]} failed:\n{done.stdout[-2000:]}")
