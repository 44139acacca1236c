"""Gateway and services as processes of their own, on PostgreSQL and RabbitMQ: the full stack without containers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from shared.runtime.sealing import public_key_text
from tests.servers import PostgresServer, RabbitmqServer
from tests.servers.control import free_ports
from tests.stack.process import ROOT, Process

SERVICES = ("residents", "tickets", "billing", "access", "notifications")
PROGRAMS = (*SERVICES, "gateway")
_SECRET = "a-secret-that-lives-for-one-test-run-0123456789"


class FullStack:
    """Each program has a database, all share a virtual host. `processes` may be killed one by one."""

    password = "front-desk"

    def __init__(self, folder: Path, postgres: PostgresServer, rabbitmq: RabbitmqServer) -> None:
        self._exit = ExitStack()
        self._folder = folder
        self._broker = self._exit.enter_context(rabbitmq.vhost())
        self.databases = {name: self._exit.enter_context(postgres.database()) for name in PROGRAMS}
        self._ports = dict(zip(PROGRAMS, free_ports(len(PROGRAMS)), strict=True))
        self.processes = {name: self._process(name, self._ports[name]) for name in PROGRAMS}
        self.url = self.processes["gateway"].url

    @property
    def broker_url(self) -> str:
        return self._broker

    def environment(self, name: str, port: int) -> dict[str, str]:
        prefix = name.upper()
        gateway = f"http://127.0.0.1:{self._ports['gateway']}"
        own: dict[str, dict[str, str]] = {
            "gateway": {
                "GATEWAY_SIGNING_SECRET": _SECRET,
                "DEMO_PASSWORD": self.password,
                **{f"GATEWAY_{each.upper()}_URL": f"http://127.0.0.1:{self._ports[each]}" for each in SERVICES},
            },
            "residents": {
                "RESIDENTS_FIELD_SECRET": _SECRET,
                "RESIDENTS_CONTACT_PUBLIC_KEY": public_key_text(_SECRET),
            },
            "notifications": {"NOTIFICATIONS_CONTACT_SECRET": _SECRET},
        }
        return {
            f"{prefix}_DATABASE_URL": self.databases[name],
            f"{prefix}_BROKER_URL": self._broker,
            f"{prefix}_JWKS_URL": f"{gateway}/.well-known/jwks.json",
            f"{prefix}_PORT": str(port),
            "LOBBY_LOG_LEVEL": "INFO",
            **own.get(name, {}),
        }

    def replica(self, name: str, **environment: str) -> Process:
        """One more process of a program, on a port of its own; the caller starts and ends it."""
        (port,) = free_ports(1)
        return self._process(name, port, suffix=f"-{port}", more=environment)

    def stand_in(self, name: str, *arguments: str) -> Process:
        """Another command in a program's place: same port and environment, while the program itself is down."""
        port = self._ports[name]
        return self._process(name, port, suffix="-stand-in", arguments=arguments)

    def _process(
        self,
        name: str,
        port: int,
        *,
        suffix: str = "",
        arguments: Sequence[str] = (),
        more: Mapping[str, str] | None = None,
    ) -> Process:
        return Process(
            arguments or ["-m", _module(name), "serve"],
            url=f"http://127.0.0.1:{port}",
            environment={**self.environment(name, port), **(more or {})},
            log=self._folder / f"{name}{suffix}.log",
        )

    def command(self, name: str, *arguments: str) -> str:
        """Run one of a program's commands to its end; what it printed."""
        process = self.processes[name]
        done = subprocess.run(
            [sys.executable, "-m", _module(name), *arguments],
            cwd=ROOT,
            env=process._environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, f"{name} {arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    def migrate(self) -> None:
        """Every schema and every queue, then the demo community."""
        environment: dict[str, str] = {}
        for process in self.processes.values():
            environment |= process._environment
        done = subprocess.run(
            [sys.executable, "-m", "tests.stack.preparing"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )
        assert done.returncode == 0, f"{done.stdout}{done.stderr}"

    def start(self) -> None:
        self.migrate()
        for process in self.processes.values():
            process.start()
        for process in self.processes.values():
            process.wait_ready()

    def stop(self) -> None:
        for process in self.processes.values():
            process.end()
        self._exit.close()

    def logs(self) -> Mapping[str, str]:
        return {name: process.tail() for name, process in self.processes.items()}


def _module(name: str) -> str:
    return "gateway" if name == "gateway" else f"services.{name}"
