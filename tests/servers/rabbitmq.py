"""One RabbitMQ for a test run; every test has its own virtual host."""

from __future__ import annotations

import contextlib
import secrets
import signal
import socket
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

import httpx

from tests.servers.control import Control, free_ports, wait_until
from tests.servers.docker_engine import ContainerPlan, DockerControl
from tests.servers.private import HOST, PrivateControl, PrivateFolder, binary, unprivileged_user
from tests.servers.ways import Way, choose

IMAGE = "rabbitmq:4-management"
PACKAGES = ["rabbitmq-server"]
USER = "lobby"
AMQP, MANAGEMENT = 5672, 15672
# RabbitMQ 3.10 killed (-9) within a second of a quorum queue's declaration never serves that queue again,
# until it is deleted (measured: 0.7 s lost, 1 s kept). Fault tests that mean another fault wait this long first.
NEW_QUORUM_QUEUE_SECONDS = 2
AMQP_GREETING = b"AMQP\x00\x00\x09\x01"
# The package's script behind the wrapper that insists on root or its own user.
BINARIES = ("/usr/lib/rabbitmq/bin", "/usr/lib/rabbitmq/lib/*/sbin")


@dataclass
class RabbitmqServer:
    control: Control
    way: Way
    port: int
    management_port: int
    password: str
    _client: httpx.Client | None = field(default=None, repr=False)

    def url(self, vhost: str = "/") -> str:
        return f"amqp://{USER}:{self.password}@{self.control.host}:{self.port}/{quote(vhost, safe='')}"

    def create_vhost(self, name: str) -> str:
        """Its URL. The server's user has all rights there."""
        self.management("PUT", f"/vhosts/{quote(name, safe='')}")
        everything = {"configure": ".*", "write": ".*", "read": ".*"}
        self.management("PUT", f"/permissions/{quote(name, safe='')}/{USER}", everything)
        return self.url(name)

    def delete_vhost(self, name: str) -> None:
        """Open connections are cut."""
        self.management("DELETE", f"/vhosts/{quote(name, safe='')}")

    @contextlib.contextmanager
    def vhost(self) -> Iterator[str]:
        """A virtual host under a name of its own, deleted in the end; gives its URL."""
        name = f"test-{uuid.uuid4().hex}"
        try:
            yield self.create_vhost(name)
        finally:
            self.delete_vhost(name)

    def management(self, method: str, path: str, body: object = None) -> httpx.Response:
        """The management API under /api. Raises httpx.HTTPStatusError."""
        if self._client is None:
            address = f"http://{self.control.host}:{self.management_port}/api"
            # Making vhosts and cutting connections takes seconds on a busy machine.
            self._client = httpx.Client(base_url=address, auth=(USER, self.password), timeout=30, trust_env=False)
        return self._client.request(method, path, json=body).raise_for_status()

    def start(self) -> None:
        """After `control.kill9()` or `control.stop()`; ready on return."""
        self.control.start()
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        wait_until(lambda: self.speaks_amqp() and self._manages(), what="RabbitMQ", control=self.control)

    def speaks_amqp(self) -> bool:
        """A container's port accepts connections before the broker listens: only an answer counts."""
        try:
            with socket.create_connection((self.control.host, self.port), timeout=2) as connection:
                connection.sendall(AMQP_GREETING)
                return connection.recv(1) == b"\x01"
        except OSError:
            return False

    def _manages(self) -> bool:
        try:
            self.management("GET", "/vhosts")
        except httpx.HTTPError:
            return False
        return True

    def remove(self) -> None:
        if self._client is not None:
            self._client.close()
        self.control.remove()


def is_installed() -> bool:
    return _script() is not None


def which_way() -> Way:
    """May install the distribution's packages. Raises NoServersError."""
    return choose("RabbitMQ", image=IMAGE, packages=PACKAGES, installed=is_installed)


@contextlib.contextmanager
def ensure_rabbitmq() -> Iterator[RabbitmqServer]:
    """A running, empty broker with an administrator; gone afterwards. Takes about nine seconds."""
    server = _in_docker() if which_way() is Way.DOCKER else _private()
    try:
        server.wait_until_ready()
        yield server
    finally:
        server.remove()


def _in_docker() -> RabbitmqServer:
    password = secrets.token_hex(16)
    environment = {"RABBITMQ_DEFAULT_USER": USER, "RABBITMQ_DEFAULT_PASS": password}
    control = DockerControl(ContainerPlan(IMAGE, [AMQP, MANAGEMENT], environment))
    control.create()
    return RabbitmqServer(control, Way.DOCKER, control.ports[AMQP], control.ports[MANAGEMENT], password)


def _private() -> RabbitmqServer:
    password = secrets.token_hex(16)
    port, management_port, distribution_port, names_port = free_ports(4)
    folder = PrivateFolder("rabbitmq", user=unprivileged_user("rabbitmq"))
    settings = {
        "listeners.tcp.1": f"{HOST}:{port}",
        "management.tcp.ip": HOST,
        "management.tcp.port": management_port,
        "default_user": USER,
        "default_pass": password,
        "loopback_users": "none",
    }
    folder.write("rabbitmq.conf", "".join(f"{name} = {value}\n" for name, value in settings.items()))
    folder.write("enabled_plugins", "[rabbitmq_management].\n")
    environment = _environment(folder, distribution_port, names_port)
    # Erlang's name server outlives its node; ours is started first, so that we know whom to stop.
    names = folder.popen(["epmd", "-address", HOST, "-port", str(names_port)], {})
    folder.guard.keep("process", names.pid)
    script = _script()
    if script is None:
        raise FileNotFoundError("rabbitmq-server is not installed")
    control = PrivateControl(folder, [script], signal.SIGTERM, environment=environment, companions=[names])
    control.start()
    return RabbitmqServer(control, Way.PRIVATE, port, management_port, password)


def _environment(folder: PrivateFolder, distribution_port: int, names_port: int) -> dict[str, str]:
    """Every path inside the folder, every port ours: an installed broker beside is not touched."""
    inside = {
        "RABBITMQ_CONFIG_FILE": "rabbitmq.conf",
        "RABBITMQ_CONF_ENV_FILE": "none",
        "RABBITMQ_ENABLED_PLUGINS_FILE": "enabled_plugins",
        "RABBITMQ_FEATURE_FLAGS_FILE": "feature_flags",
        "RABBITMQ_GENERATED_CONFIG_DIR": "generated",
        "RABBITMQ_LOG_BASE": "logs",
        "RABBITMQ_MNESIA_BASE": "mnesia",
        "RABBITMQ_PID_FILE": "pid",
    }
    return {
        **{name: str(folder.path / value) for name, value in inside.items()},
        "ERL_EPMD_ADDRESS": HOST,
        "ERL_EPMD_PORT": str(names_port),
        "RABBITMQ_DIST_PORT": str(distribution_port),
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_NODENAME": f"lobby-{uuid.uuid4().hex[:8]}@localhost",
        # The start script becomes the broker instead of waiting beside it: signals reach the right process.
        "RUNNING_UNDER_SYSTEMD": "true",
    }


def _script() -> str | None:
    return binary("rabbitmq-server", *BINARIES)
