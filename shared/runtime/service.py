"""A service from its parts: the same wiring, start and stop for all of them."""

import contextlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse, Response
from sqlalchemy import MetaData, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.envelope import Event
from shared.kernel.clock import Clock, SystemClock
from shared.kernel.text import Text
from shared.runtime.bus import Bus
from shared.runtime.bus.observer import Observer
from shared.runtime.consumer import Consumer, Handler
from shared.runtime.database import Database
from shared.runtime.http.body_limit import BodyLimit, Upload
from shared.runtime.http.context import RequestContext
from shared.runtime.http.openapi import describe
from shared.runtime.http.problems import install_problems
from shared.runtime.http.routing import add_routes
from shared.runtime.http.security import KeySource, StaticKeys, TokenVerifier
from shared.runtime.jobs import Job, JobRunner
from shared.runtime.jwks import HttpKeys
from shared.runtime.metrics import Metrics
from shared.runtime.pruning import pruning_jobs
from shared.runtime.relay import Relay
from shared.runtime.settings import ServiceSettings
from shared.runtime.tables import AggregateRow, RuntimeTables
from shared.runtime.unit_of_work import UnitOfWork

Snapshot = Callable[[AsyncSession], AsyncIterator[tuple[AggregateRow, Event]]]


@dataclass(frozen=True, slots=True)
class Definition:
    """What a service is made of. `snapshot` yields its present state as events, to fill another's replica.

    `uploads` are the routes whose bodies may be larger than any other's.
    """

    name: str
    title: Text
    metadata: MetaData
    tables: RuntimeTables
    migrations: Path
    routers: Sequence[APIRouter]
    handlers: Mapping[str, Handler] = field(default_factory=dict)
    jobs: Sequence[Job] = ()
    snapshot: Snapshot | None = None
    uploads: Sequence[Upload] = ()


class Service:
    """A running service: its database, bus, relay, consumer and jobs."""

    def __init__(
        self,
        definition: Definition,
        settings: ServiceSettings,
        *,
        bus: Bus | None = None,
        clock: Clock | None = None,
        keys: KeySource | None = None,
        metrics: Metrics | None = None,
    ) -> None:
        self.definition = definition
        self.settings = settings
        self.clock = clock or SystemClock()
        self.metrics = metrics or Metrics()
        self.database = Database(settings.database_url.get_secret_value(), pool_size=settings.pool_size)
        self._owns_bus = bus is None
        observer = self.metrics.observer(definition.name)
        self.bus = bus or _rabbit(settings, definition.name, observer)
        self.relay = Relay(self.database, definition.tables, self.bus, self.clock, observer=observer)
        self.unit_of_work = UnitOfWork(self.database, definition.tables, self.clock, self.relay.wake)
        self.consumer = Consumer(
            definition.name,
            self.bus,
            self.unit_of_work,
            definition.tables,
            definition.handlers,
            observer=observer,
        )
        jobs = [*definition.jobs, *pruning_jobs()]
        self.jobs = JobRunner(jobs, self.unit_of_work)
        self.verifier = TokenVerifier(
            keys or _keys(settings), audience=definition.name, now=lambda: self.clock.now().timestamp()
        )

    async def start(self) -> None:
        """Begin relaying, consuming and ticking. A database or broker that is away is waited for in the background."""
        if self._owns_bus:
            await self.bus.start()
        if self.definition.handlers:
            await self.consumer.start()
        await self.relay.start()
        await self.jobs.start()

    async def stop(self) -> None:
        """Finish what is in hand. What a last delivery still tells waits in the outbox for the next start."""
        await self.quiesce()
        if self._owns_bus:
            await self.bus.stop()
        await self.database.close()

    async def unsent(self) -> int:
        """How many events wait in the outbox."""
        outbox = self.definition.tables.outbox
        async with self.database.read() as session:
            return await session.scalar(select(func.count()).where(outbox.c.sent_at.is_(None))) or 0

    async def quiesce(self) -> None:
        """End jobs and relay; deliveries go on until the bus stops."""
        await self.jobs.stop()
        await self.relay.stop()


def _rabbit(settings: ServiceSettings, name: str, observer: Observer) -> Bus:
    if settings.broker_url is None:
        msg = f"{name}: a broker address is needed ({name.upper()}_BROKER_URL)"
        raise ValueError(msg)
    from shared.runtime.bus.rabbitmq import RabbitBus  # noqa: PLC0415 - the embedded suite does without the client

    return RabbitBus(settings.broker_url.get_secret_value(), connection_name=name, observer=observer)


def _keys(settings: ServiceSettings) -> KeySource:
    if settings.jwks_url is None:
        return StaticKeys({"keys": []})
    return HttpKeys(settings.jwks_url)


def create_service_app(service: Service) -> FastAPI:
    """The FastAPI app of a service. Its lifespan starts and stops the machinery."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await service.start()
        try:
            yield
        finally:
            await service.stop()

    definition = service.definition
    app = FastAPI(
        title=f"Lobby {definition.name}",
        version="1",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.service = service
    app.state.unit_of_work = service.unit_of_work
    app.state.database = service.database
    app.state.verifier = service.verifier
    app.state.clock = service.clock
    app.state.in_flight = set()
    install_problems(app)
    add_routes(app, (*definition.routers, _health(service)))
    describe(app)
    app.add_middleware(BodyLimit, uploads=definition.uploads)
    app.add_middleware(RequestContext, service=definition.name, metrics=service.metrics)
    return app


def _health(service: Service) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    @routes.get("/livez")
    async def livez() -> Response:
        """The process answers; nothing else is touched. Source: reliability.md."""
        return JSONResponse({"status": "ok"})

    @routes.get("/readyz")
    async def readyz() -> Response:
        """The database answers; the broker may be away (writes still succeed, events wait)."""
        await service.database.ping()
        return JSONResponse({"status": "ok"})

    @routes.get("/metrics")
    async def metrics() -> Response:
        """Prometheus text; what waits in the outbox is counted at each scrape while the database answers."""
        with contextlib.suppress(SQLAlchemyError, OSError):
            service.metrics.waiting.labels(service.definition.name).set(await service.unsent())
        return Response(service.metrics.page(), media_type=service.metrics.content_type)

    return routes
