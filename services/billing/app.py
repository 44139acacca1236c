"""Wiring only."""

from pathlib import Path

from fastapi import FastAPI

from services.billing.consumers import HANDLERS
from services.billing.demo import seed
from services.billing.jobs import JOBS
from services.billing.models import TABLES, Base
from services.billing.routes import ROUTERS
from services.billing.settings import BillingSettings
from services.billing.snapshot import snapshot
from shared.kernel.clock import Clock
from shared.kernel.text import Text
from shared.runtime.bus import Bus
from shared.runtime.command_line import Program
from shared.runtime.http.security import KeySource
from shared.runtime.metrics import Metrics
from shared.runtime.service import Definition, Service, create_service_app

DEFINITION = Definition(
    name="billing",
    title=Text(zh="收费", en="Billing"),
    metadata=Base.metadata,
    tables=TABLES,
    migrations=Path(__file__).parent / "migrations",
    routers=ROUTERS,
    handlers=HANDLERS,
    jobs=JOBS,
    snapshot=snapshot,
)


def create_app(
    settings: BillingSettings,
    *,
    bus: Bus | None = None,
    clock: Clock | None = None,
    keys: KeySource | None = None,
    metrics: Metrics | None = None,
) -> FastAPI:
    """The billing service as an ASGI app; what is left out is made from the settings."""
    return create_service_app(Service(DEFINITION, settings, bus=bus, clock=clock, keys=keys, metrics=metrics))


PROGRAM = Program(
    definition=DEFINITION,
    settings=BillingSettings,
    app=create_app,
    seed=seed,
    never_told_anew=frozenset({"notifications"}),
)
