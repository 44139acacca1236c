"""Wiring only."""

from dataclasses import replace
from pathlib import Path

from fastapi import FastAPI

from services.residents.archives.jobs import archive_jobs
from services.residents.confidential import Confidential
from services.residents.consumers import HANDLERS
from services.residents.demo import seed
from services.residents.jobs import jobs_of
from services.residents.models import TABLES, Base
from services.residents.roster.routes.uploads import uploads_of
from services.residents.routes import ROUTERS
from services.residents.settings import ResidentsSettings
from services.residents.snapshot import snapshot
from shared.kernel.clock import Clock
from shared.kernel.text import Text
from shared.runtime.bus import Bus
from shared.runtime.command_line import Program
from shared.runtime.files.store import FileStore
from shared.runtime.http.security import KeySource
from shared.runtime.metrics import Metrics
from shared.runtime.service import Definition, Service, create_service_app

DEFINITION = Definition(
    name="residents",
    title=Text(zh="房产与业户", en="Residents"),
    metadata=Base.metadata,
    tables=TABLES,
    migrations=Path(__file__).parent / "migrations",
    routers=ROUTERS,
    handlers=HANDLERS,
    snapshot=snapshot,
)


def create_app(
    settings: ResidentsSettings,
    *,
    bus: Bus | None = None,
    clock: Clock | None = None,
    keys: KeySource | None = None,
    metrics: Metrics | None = None,
) -> FastAPI:
    """The residents service as an ASGI app; what is left out is made from the settings."""
    confidential = Confidential.of(
        field_secret=settings.field_secret.get_secret_value(), contact_public_key=settings.contact_public_key
    )
    files = FileStore(settings.files, prefix="archive-objects", limit_bytes=settings.attachment_limit_bytes)
    jobs = [*jobs_of(confidential, settings), *archive_jobs(files)]
    definition = replace(DEFINITION, jobs=jobs, uploads=uploads_of(settings.roster_limit_mb))
    app = create_service_app(Service(definition, settings, bus=bus, clock=clock, keys=keys, metrics=metrics))
    app.state.confidential = confidential
    app.state.files = files
    app.state.spool_folder = settings.spool_folder
    return app


PROGRAM = Program(definition=DEFINITION, settings=ResidentsSettings, app=create_app, seed=seed)
