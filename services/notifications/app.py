"""Wiring only."""

from dataclasses import replace
from pathlib import Path

from fastapi import FastAPI

from services.notifications.channels import NO_POST, post_office
from services.notifications.consumers import handlers
from services.notifications.jobs import jobs
from services.notifications.models import TABLES, Base
from services.notifications.routes import ROUTERS
from services.notifications.settings import NotificationsSettings
from shared.kernel.clock import Clock
from shared.kernel.text import Text
from shared.runtime.bus import Bus
from shared.runtime.command_line import Program
from shared.runtime.http.security import KeySource
from shared.runtime.metrics import Metrics
from shared.runtime.service import Definition, Service, create_service_app

DEFINITION = Definition(
    name="notifications",
    title=Text(zh="通知", en="Notifications"),
    metadata=Base.metadata,
    tables=TABLES,
    migrations=Path(__file__).parent / "migrations",
    routers=ROUTERS,
    handlers=handlers(NO_POST),
)


def create_app(
    settings: NotificationsSettings,
    *,
    bus: Bus | None = None,
    clock: Clock | None = None,
    keys: KeySource | None = None,
    metrics: Metrics | None = None,
) -> FastAPI:
    """The notifications service as an ASGI app; what is left out is made from the settings."""
    post = post_office(settings)
    definition = replace(DEFINITION, handlers=handlers(post), jobs=jobs(post))
    return create_service_app(Service(definition, settings, bus=bus, clock=clock, keys=keys, metrics=metrics))


PROGRAM = Program(definition=DEFINITION, settings=NotificationsSettings, app=create_app)
