"""One PostgreSQL for a test run; every test has its own database, made from a migrated template."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import signal
import subprocess
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import asyncpg

from tests.servers.control import Control, free_ports, wait_until
from tests.servers.docker_engine import ContainerPlan, DockerControl
from tests.servers.private import HOST, PrivateControl, PrivateFolder, binary, unprivileged_user
from tests.servers.ways import Way, choose

IMAGE = "postgres:17-alpine"
PACKAGES = ["postgresql"]
USER = "lobby"
BINARIES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin")
TEMPLATE_BUSY_SECONDS = 10
SETTINGS = {"max_connections": "400"}
# A test run's data need not outlive the machine. A bench asks for `durable`.
FORGETFUL = {"fsync": "off", "full_page_writes": "off"}


@dataclass
class PostgresServer:
    control: Control
    way: Way
    port: int
    password: str

    def url(self, database: str = "postgres", *, driver: str = "postgresql+asyncpg") -> str:
        """SQLAlchemy's form; `driver="postgresql"` for asyncpg, psql and pgbench."""
        return f"{driver}://{USER}:{self.password}@{self.control.host}:{self.port}/{database}"

    def create_database(self, name: str, *, template: str | None = None) -> str:
        """Its URL. Connections to the template may be closing: tried again for TEMPLATE_BUSY_SECONDS."""
        statement = f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else "")
        deadline = time.monotonic() + TEMPLATE_BUSY_SECONDS
        while True:
            try:
                self.execute(statement)
                return self.url(name)
            except asyncpg.ObjectInUseError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def drop_database(self, name: str) -> None:
        """Open connections are cut."""
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    @contextlib.contextmanager
    def database(self, *, template: str | None = None) -> Iterator[str]:
        """A database under a name of its own, dropped in the end; gives its URL."""
        name = f"test_{uuid.uuid4().hex}"
        url = self.create_database(name, template=template)
        try:
            yield url
        finally:
            self.drop_database(name)

    def execute(self, statement: str, *, database: str = "postgres") -> None:
        """As superuser, outside a transaction. May be called from inside a running event loop."""
        with ThreadPoolExecutor(1) as other_thread:
            other_thread.submit(asyncio.run, self._execute(statement, database)).result()

    async def _execute(self, statement: str, database: str) -> None:
        connection = await asyncpg.connect(self.url(database, driver="postgresql"), timeout=10)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    def start(self) -> None:
        """After `control.kill9()` or `control.stop()`; ready on return."""
        self.control.start()
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        wait_until(self._answers, what="PostgreSQL", control=self.control)

    def _answers(self) -> bool:
        try:
            self.execute("SELECT 1")
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return False
        return True


def is_installed() -> bool:
    return _binary("postgres") is not None


def which_way() -> Way:
    """May install the distribution's packages. Raises NoServersError."""
    return choose("PostgreSQL", image=IMAGE, packages=PACKAGES, installed=is_installed)


@contextlib.contextmanager
def ensure_postgres(*, durable: bool = False) -> Iterator[PostgresServer]:
    """A running, empty server with a superuser; gone afterwards. Not `durable`: without fsync."""
    way = which_way()
    settings = SETTINGS | ({} if durable else FORGETFUL)
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    server = _in_docker(options) if way is Way.DOCKER else _private(options)
    try:
        server.wait_until_ready()
        yield server
    finally:
        server.control.remove()


def _in_docker(options: list[str]) -> PostgresServer:
    password = secrets.token_hex(16)
    environment = {"POSTGRES_USER": USER, "POSTGRES_PASSWORD": password, "POSTGRES_DB": "postgres"}
    control = DockerControl(ContainerPlan(IMAGE, [5432], environment, ["postgres", *options]))
    control.create()
    return PostgresServer(control, Way.DOCKER, control.ports[5432], password)


def _private(options: list[str]) -> PostgresServer:
    password, (port,) = secrets.token_hex(16), free_ports(1)
    folder = PrivateFolder("postgres", user=unprivileged_user("postgres"))
    cluster = str(folder.path / "cluster")
    word = folder.write("password", password)
    initdb = folder.popen(
        [
            _found("initdb"), "-D", cluster, "-U", USER, "--pwfile", str(word), "-A", "scram-sha-256",
            "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions",
        ],
        {},
    )  # fmt: skip
    if initdb.wait(60) != 0:
        log = (folder.path / "log").read_text(errors="replace")
        folder.guard.clear()
        raise subprocess.CalledProcessError(initdb.returncode, "initdb", output=log)
    # Loopback only, no socket file: its path would be too long in some temporary folders.
    command = [_found("postgres"), "-D", cluster, "-h", HOST, "-p", str(port), "-k", "", *options]
    control = PrivateControl(folder, command, signal.SIGINT)
    control.start()
    return PostgresServer(control, Way.PRIVATE, port, password)


def _binary(name: str) -> str | None:
    return binary(name, *BINARIES)


def _found(name: str) -> str:
    path = _binary(name)
    if path is None:
        raise FileNotFoundError(f"PostgreSQL's {name} is not installed")
    return path
