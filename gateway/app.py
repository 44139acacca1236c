"""Wiring only."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from fastapi import FastAPI
from fastapi.routing import APIRoute
from sqlalchemy.ext.asyncio import AsyncSession

from gateway import demo
from gateway.consumers import HANDLERS
from gateway.forwarding import HeaderRules, HttpUpstream, Patience, Upstream
from gateway.forwarding.serving import HeadHoldingProtocol
from gateway.front_desk.desk import Desk
from gateway.front_desk.last_answers import LastAnswers
from gateway.front_desk.routes import ROUTERS as FRONT_DESK_ROUTERS
from gateway.identity import repository
from gateway.identity.failed_sign_ins import FailedSignIns
from gateway.identity.identity import Identity
from gateway.identity.jobs import jobs_of
from gateway.identity.models import TABLES, Account, Base
from gateway.identity.passwords import Passwords
from gateway.identity.routes import ROUTERS as IDENTITY_ROUTERS
from gateway.identity.routes.token_problems import install_token_problems
from gateway.identity.sessions import Sessions
from gateway.identity.signing_keys import KeyRing
from gateway.identity.usecases.telling import state_of
from gateway.openapi.catalogue import Catalogue
from gateway.openapi.routes import ROUTERS as OPENAPI_ROUTERS
from gateway.proxy.account_limits import AccountLimits
from gateway.proxy.front import Front
from gateway.proxy.journal import AccessLog, Journal
from gateway.settings import SERVICES, GatewaySettings
from shared.contracts.envelope import Event
from shared.kernel.clock import Clock, SystemClock
from shared.kernel.text import Text
from shared.runtime.bus import Bus
from shared.runtime.command_line import Program
from shared.runtime.http.body_limit import MEGABYTE
from shared.runtime.http.security import StaticKeys
from shared.runtime.metrics import Metrics
from shared.runtime.service import Definition, Service, create_service_app


async def _snapshot(session: AsyncSession) -> AsyncIterator[tuple[Account, Event]]:
    """Every account as it now is, to fill another service's replica of staff names."""
    for account in await repository.all_accounts(session):
        yield account, state_of(account, version=account.version)


DEFINITION = Definition(
    name="gateway",
    title=Text(zh="网关", en="Gateway"),
    metadata=Base.metadata,
    tables=TABLES,
    migrations=Path(__file__).parent / "migrations",
    routers=[*IDENTITY_ROUTERS, *FRONT_DESK_ROUTERS, *OPENAPI_ROUTERS],
    handlers=HANDLERS,
    snapshot=_snapshot,
)


def create_app(
    settings: GatewaySettings,
    *,
    bus: Bus | None = None,
    clock: Clock | None = None,
    upstreams: Mapping[str, Upstream] | None = None,
    metrics: Metrics | None = None,
) -> Front:
    """The gateway as an ASGI app; what is left out is made from the settings.

    `front.keys` is the `KeySource` for services in the same process; `front.api` is its FastAPI app, whose
    lifespan starts and stops it.
    """
    now, counted = clock or SystemClock(), metrics or Metrics()
    definition = replace(DEFINITION, jobs=jobs_of(lambda: ring, key_age=timedelta(days=settings.signing_key_days)))
    service = Service(definition, settings, bus=bus, clock=now, keys=StaticKeys({"keys": []}), metrics=counted)
    ring = KeyRing(service.database, now, settings.signing_secret.get_secret_value())
    sessions = Sessions(service.database, now, ring, settings)
    ways = dict(upstreams) if upstreams is not None else upstreams_of(settings)

    api = create_service_app(service)
    _without_own_openapi(api)
    install_token_problems(api)
    api.state.verifier = sessions
    api.state.identity = Identity(
        settings=settings,
        unit_of_work=service.unit_of_work,
        ring=ring,
        passwords=Passwords(memory_kib=settings.argon2_memory_kib),
        failures=FailedSignIns(settings.failed_sign_ins),
        sessions=sessions,
    )
    api.state.desk = Desk(ways, sessions, LastAnswers(), deadline_s=settings.part_deadline_s)
    api.state.catalogue = Catalogue(ways, own=api.openapi)
    return Front(
        api,
        upstreams=ways,
        sessions=sessions,
        keys=StaticKeys(ring.public),
        limits=AccountLimits(settings.rate_limit),
        journal=Journal(counted, AccessLog() if settings.access_log else None),
        upload_limit=settings.upload_limit_mb * MEGABYTE,
    )


def upstreams_of(settings: GatewaySettings) -> dict[str, Upstream]:
    """The services over HTTP, each behind a pool and a breaker of its own."""
    rules = HeaderRules(settings.proxies)
    patience = Patience(first_byte_s=settings.forward_first_byte_s)
    return {
        service: HttpUpstream(settings.url_of(service), service=service, patience=patience, rules=rules)
        for service in SERVICES
    }


def _without_own_openapi(api: FastAPI) -> None:
    """The merged document stands at `/openapi.json` instead of the one that FastAPI would answer there."""
    path = api.openapi_url
    api.router.routes = [
        route for route in api.router.routes if isinstance(route, APIRoute) or getattr(route, "path", "") != path
    ]


PROGRAM = Program(
    definition=DEFINITION, settings=GatewaySettings, app=create_app, seed=demo.seed, http=HeadHoldingProtocol
)
