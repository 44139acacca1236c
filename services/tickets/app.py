"""Wiring only."""

from pathlib import Path

from fastapi import FastAPI

from services.tickets.consumers import HANDLERS
from services.tickets.demo import seed
from services.tickets.jobs import JOBS
from services.tickets.models import TABLES, Base
from services.tickets.routes import ROUTERS
from services.tickets.settings import TicketsSettings
from shared.kernel.clock import Clock
from shared.kernel.text import Text
from shared.runtime.bus import Bus
from shared.runtime.command_line import Program
from shared.runtime.http.security import KeySource
from shared.runtime.metrics import Metrics
from shared.runtime.service import Definition, Service, create_service_app

DEFINITION = Definition(
    name="tickets",
    title=Text(zh="报事报修", en="Tickets"),
    metadata=Base.metadata,
    tables=TABLES,
    migrations=Path(__file__).parent / "migrations",
    routers=ROUTERS,
    handlers=HANDLERS,
    jobs=JOBS,
)


def create_app(
    settings: TicketsSettings,
    *,
    bus: Bus | None = None,
    clock: Clock | None = None,
    keys: KeySource | None = None,
    metrics: Metrics | None = None,
) -> FastAPI:
    """The tickets service as an ASGI app; what is left out is made from the settings."""
    return create_service_app(Service(DEFINITION, settings, bus=bus, clock=clock, keys=keys, metrics=metrics))


PROGRAM = Program(definition=DEFINITION, settings=TicketsSettings, app=create_app, seed=seed)
