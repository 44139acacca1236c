"""Composes gateway and services in one process."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from joserfc.jwk import KeySet

from gateway.app import PROGRAM as GATEWAY
from gateway.app import create_app as create_gateway
from gateway.forwarding import InProcessUpstream, Upstream
from gateway.proxy.front import Front
from gateway.settings import GatewaySettings
from services.access.app import PROGRAM as ACCESS
from services.billing.app import PROGRAM as BILLING
from services.notifications.app import PROGRAM as NOTIFICATIONS
from services.residents.app import PROGRAM as RESIDENTS
from services.tickets.app import PROGRAM as TICKETS
from shared.kernel.clock import Clock, SystemClock
from shared.runtime import migrations, sealing
from shared.runtime.bus.in_process import InProcessBus
from shared.runtime.command_line import Program, load_demo
from shared.runtime.database import Database
from shared.runtime.http.security import KeySource
from shared.runtime.metrics import Metrics
from shared.runtime.service import Service
from shared.runtime.settings import Mode, ServiceSettings

_LOOK_AGAIN_S = 0.1
SERVICES: Sequence[Program] = (RESIDENTS, TICKETS, BILLING, ACCESS, NOTIFICATIONS)


@dataclass(frozen=True, slots=True)
class Secrets:
    """The suite's own secrets; see `settings.secrets_in`."""

    signing: str
    field: str
    contact: str


class Suite:
    """Every service on a SQLite file of its own in `folder`, one durable bus between them, the gateway in front.

    `app` is what is served. `start` … `stop` is one run; `prepare` brings the folder to the newest schema first.
    """

    def __init__(
        self,
        folder: Path,
        secrets: Secrets,
        *,
        clock: Clock | None = None,
        mode: Mode = Mode.DEMO,
    ) -> None:
        self.folder = folder
        self.mode = mode
        self.clock = clock or SystemClock()
        self.metrics = Metrics()
        self.bus = InProcessBus(Database(self._url("bus")), observer=self.metrics.observer("bus"))
        self._settings = self._all_settings(secrets)
        self._settings["gateway"] = gateway_settings = self._gateway_settings(secrets)
        self.services: dict[str, Service] = {}
        self.app = self._compose(gateway_settings)

    def _url(self, name: str) -> str:
        return f"sqlite+aiosqlite:///{self.folder}/{name}.db"

    def _all_settings(self, secrets: Secrets) -> dict[str, ServiceSettings]:
        extra: dict[str, dict[str, str]] = {
            "residents": {
                "field_secret": secrets.field,
                "contact_public_key": sealing.public_key_text(secrets.contact),
            },
            "notifications": {"contact_secret": secrets.contact},
        }
        return {
            program.definition.name: program.settings.model_validate(
                {
                    "database_url": self._url(program.definition.name),
                    "LOBBY_MODE": self.mode,
                    **extra.get(program.definition.name, {}),
                }
            )
            for program in SERVICES
        }

    def _gateway_settings(self, secrets: Secrets) -> GatewaySettings:
        return GatewaySettings.model_validate(
            {
                "database_url": self._url("gateway"),
                "LOBBY_MODE": self.mode,
                "signing_secret": secrets.signing,
                "access_log": False,
            }
        )

    def _compose(self, gateway_settings: GatewaySettings) -> Front:
        keys = _GatewayKeys()
        upstreams: dict[str, Upstream] = {}
        for program in SERVICES:
            name = program.definition.name
            app = program.app(self._settings[name], bus=self.bus, clock=self.clock, keys=keys, metrics=self.metrics)
            self.services[name] = app.state.service
            upstreams[name] = InProcessUpstream(app, service=name)
        front = create_gateway(
            gateway_settings, bus=self.bus, clock=self.clock, upstreams=upstreams, metrics=self.metrics
        )
        keys.source = front.keys
        self.services["gateway"] = front.api.state.service
        return front

    async def prepare(self) -> None:
        """Schemas, queues, then the demo community: nothing may be told before every queue is there to hear it."""
        for service in self.services.values():
            await migrations.migrate(service.database, service.definition.migrations)
        for service in self.services.values():
            if service.definition.handlers:
                await service.consumer.declare()
        if self.mode is Mode.DEMO:
            await self._load_demo()

    async def _load_demo(self) -> None:
        """The services' parts once; the gateway's accounts every time, since the password may be another one."""
        programs = (GATEWAY,) if self._demo_mark.exists() else (*SERVICES, GATEWAY)
        for program in programs:
            name = program.definition.name
            await load_demo(program, self._settings[name], self.services[name].unit_of_work)

    async def settle(self, seconds: float = 600) -> None:
        """Until everything told has taken effect everywhere. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while await self._unsettled():  # noqa: ASYNC110 - the databases are asked, nobody signals
                await asyncio.sleep(_LOOK_AGAIN_S)

    async def _unsettled(self) -> int:
        unsent = [await service.unsent() for service in self.services.values()]
        return sum(unsent) + await self.bus.backlog()

    @property
    def is_new(self) -> bool:
        """Whether the demo community is still to be loaded."""
        return self.mode is Mode.DEMO and not self._demo_mark.exists()

    @property
    def _demo_mark(self) -> Path:
        """Set once every service knows the demo community."""
        return self.folder / "demo-loaded"

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """One run: everything started in, and stopped out of, order."""
        await self.prepare()
        await self.bus.start()
        for service in self.services.values():
            await service.start()
        try:
            if self.is_new:
                await self.settle()  # ready means that every service knows the demo community
                self._demo_mark.touch()
            yield
        finally:
            for service in self.services.values():
                await service.quiesce()
            await self.bus.stop()
            await self.close()

    async def close(self) -> None:
        """Give the gateway's ways and every database back."""
        await self.app.close()
        for service in self.services.values():
            await service.database.close()


class _GatewayKeys:
    """The services are built before the gateway, whose upstreams they are; its keys come last."""

    source: KeySource

    async def keys(self, *, refresh: bool = False) -> KeySet:
        """The gateway's live keys."""
        return await self.source.keys(refresh=refresh)
