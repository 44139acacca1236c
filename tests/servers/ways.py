"""Which way a test server is had on this machine."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from tests.servers import debian, docker_engine


class Way(StrEnum):
    DOCKER = "docker"
    PRIVATE = "private"


class NoServersError(RuntimeError):
    """There is no way to a server here. The message says what would make one."""


@dataclass(frozen=True)
class Machine:
    """What a machine offers; the defaults are this one."""

    has_image: Callable[[str], bool] = docker_engine.has_or_can_pull
    can_install: Callable[[], bool] = debian.can_install
    install: Callable[[list[str]], None] = debian.install
    wish: Callable[[], str] = lambda: os.environ.get("LOBBY_TEST_SERVERS", "")


THIS_MACHINE = Machine()


def choose(
    server: str,
    *,
    image: str,
    packages: list[str],
    installed: Callable[[], bool],
    machine: Machine = THIS_MACHINE,
) -> Way:
    """May install `packages`. Raises NoServersError."""
    forced = _forced(machine.wish())
    if forced is not Way.PRIVATE and machine.has_image(image):
        return Way.DOCKER
    if forced is Way.DOCKER:
        raise NoServersError(f"LOBBY_TEST_SERVERS=docker, but no Docker engine here has or can pull {image}.")
    if not installed() and machine.can_install():
        machine.install(packages)
    if installed():
        return Way.PRIVATE
    raise NoServersError(
        f"The tests need {server}: start a Docker engine that has or can pull {image}, "
        f"or install {' and '.join(packages)} from your distribution."
    )


def _forced(wish: str) -> Way | None:
    if not wish:
        return None
    try:
        return Way(wish)
    except ValueError:
        raise NoServersError(f"LOBBY_TEST_SERVERS is docker or private, not {wish!r}.") from None
