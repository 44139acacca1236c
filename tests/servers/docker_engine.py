"""Servers in containers, by testcontainers."""

from __future__ import annotations

import functools
import gc
import os
import time
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import docker
import docker.errors
import requests
from docker.models.containers import Container
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer

from tests.servers.control import free_ports
from tests.servers.guard import Guard

# An engine that cannot reach a registry must be noticed soon; a slow download may then take its time.
ENGINE_SECONDS = 15
PULL_SECONDS = 900
STOP_SECONDS = 30
FREEZE_ATTEMPTS = 10

Trouble = (docker.errors.DockerException, requests.RequestException, OSError)


@functools.cache
def engine_answers() -> bool:
    """Whether there is a Docker engine at all. Its client leaves a socket open when there is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        answer = _ping()
        gc.collect()
    return answer


def _ping() -> bool:
    try:
        client = docker.from_env(timeout=ENGINE_SECONDS)
        try:
            return bool(client.ping())
        finally:
            client.close()
    except Trouble:
        return False


@functools.cache
def has_or_can_pull(image: str) -> bool:
    """Asks the registry for the manifest first, so that silence is known within ENGINE_SECONDS."""
    if not engine_answers():
        return False
    client = docker.from_env(timeout=ENGINE_SECONDS)
    try:
        if _has(client, image):
            return True
        client.images.get_registry_data(image)
        client.api.timeout = PULL_SECONDS
        client.images.pull(image)
    except Trouble:
        return False
    else:
        return True
    finally:
        client.close()


def _has(client: docker.DockerClient, image: str) -> bool:
    try:
        client.images.get(image)
    except docker.errors.ImageNotFound:
        return False
    return True


def _settle_ryuk() -> None:
    """The watcher of testcontainers is a third image; our guard does its work where it cannot be had."""
    if not testcontainers_config.ryuk_disabled and not has_or_can_pull(testcontainers_config.ryuk_image):
        os.environ["TESTCONTAINERS_RYUK_DISABLED"] = "true"
        testcontainers_config.ryuk_disabled = True


@dataclass(frozen=True)
class ContainerPlan:
    image: str
    ports: Sequence[int]
    environment: Mapping[str, str]
    command: Sequence[str] = ()


class DockerControl:
    """`Control` of one container. `ports`: the server's to the host's, the same over restarts."""

    def __init__(self, plan: ContainerPlan) -> None:
        _settle_ryuk()
        self._guard = Guard()
        self.ports = dict(zip(plan.ports, free_ports(len(plan.ports)), strict=True))
        # Parallel queries of PostgreSQL share memory beyond the 64 MB that a container has.
        wrapped = DockerContainer(plan.image).with_kwargs(shm_size="256m").with_envs(**plan.environment)
        for inside, outside in self.ports.items():
            wrapped.with_bind_ports(inside, outside)
        if plan.command:
            wrapped.with_command(list(plan.command))
        self._wrapped = wrapped

    @property
    def host(self) -> str:
        found = self._wrapped.get_container_host_ip()
        return "127.0.0.1" if found == "localhost" else found

    def create(self) -> None:
        """The first start."""
        self._wrapped.start()
        self._guard.keep("container", self._container.id)

    def start(self) -> None:
        self._container.start()

    def kill9(self) -> None:
        self._container.kill("SIGKILL")
        self._container.wait(timeout=STOP_SECONDS)

    def stop(self) -> None:
        self._container.stop(timeout=STOP_SECONDS)

    def freeze(self) -> None:
        """Tried again: the engine gives up on a container whose processes are busy being born."""
        for attempts_left in reversed(range(FREEZE_ATTEMPTS)):
            try:
                self._container.pause()
            except docker.errors.APIError:
                if not attempts_left:
                    raise
                time.sleep(0.2)
            else:
                return

    def thaw(self) -> None:
        self._container.unpause()

    def log(self) -> str:
        written: bytes = self._container.logs(tail=60)
        return written.decode(errors="replace")

    def remove(self) -> None:
        self._guard.clear()
        self._wrapped.get_docker_client().client.close()

    @property
    def _container(self) -> Container:
        return self._wrapped.get_wrapped_container()
