"""Wiring only."""

from pathlib import Path

from fastapi import FastAPI

from services.access.consumers import HANDLERS
from services.access.demo import seed
from services.access.jobs import JOBS
from services.access.models import TABLES, Base
from services.access.routes import ROUTERS
from services.access.settings import AccessSettings
from services.access.snapshot import snapshot
from shared.kernel.clock import Clock
from shared.kernel.text import Text
from shared.runtime.bus import Bus
from shared.runtime.command_line import Program
from shared.runtime.http.security import KeySource
from shared.runtime.metrics import Metrics
from shared.runtime.service import Definition, Service, create_service_app

DEFINITION = Definition(
    name="access",
    title=Text(zh="出入与前台", en="Access"),
    metadata=Base.metadata,
    tables=TABLES,
    migrations=Path(__file__).parent / "migrations",
    routers=ROUTERS,
    handlers=HANDLERS,
    jobs=JOBS,
    snapshot=snapshot,
)


def create_app(
    settings: AccessSettings,
    *,
    bus: Bus | None = None,
    clock: Clock | None = None,
    keys: KeySource | None = None,
    metrics: Metrics | None = None,
) -> FastAPI:
    """The access service as an ASGI app; what is left out is made from the settings."""
    return create_service_app(Service(DEFINITION, settings, bus=bus, clock=clock, keys=keys, metrics=metrics))


PROGRAM = Program(
    definition=DEFINITION,
    settings=AccessSettings,
    app=create_app,
    seed=seed,
    never_told_anew=frozenset({"notifications"}),
)
