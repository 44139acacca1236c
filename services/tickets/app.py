"""Wiring only."""

from dataclasses import replace
from pathlib import Path

from fastapi import FastAPI

from services.tickets.attachments.jobs import attachment_jobs
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
from shared.runtime.files.store import FileStore
from shared.runtime.http.known_parameters import known_parameters
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
    files = FileStore(settings.files, prefix="ticket-attachments", limit_bytes=settings.attachment_limit_bytes)
    definition = replace(DEFINITION, jobs=[*JOBS, *attachment_jobs(files)])
    app = create_service_app(Service(definition, settings, bus=bus, clock=clock, keys=keys, metrics=metrics))
    app.state.files = files
    app.state.known_parameters = known_parameters(ROUTERS)
    return app


PROGRAM = Program(definition=DEFINITION, settings=TicketsSettings, app=create_app, seed=seed)
