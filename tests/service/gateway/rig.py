"""The real gateway on a real database; the services behind it are small real ASGI apps that verify its tokens."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Annotated, Any

import httpx
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import select

from gateway import demo
from gateway.app import DEFINITION, create_app
from gateway.forwarding import InProcessUpstream, Upstream, UpstreamUnavailable
from gateway.forwarding.asgi import Receive, Scope, Send
from gateway.forwarding.headers import Headers
from gateway.identity.models import TABLES
from gateway.proxy.front import Front
from gateway.settings import SERVICES, GatewaySettings
from shared.contracts.envelope import CloudEvent, Event, schema_name, source_of
from shared.kernel.clock import ManualClock
from shared.kernel.ids import stable_id
from shared.runtime import migrations
from shared.runtime.bus import Delivery, Message
from shared.runtime.http.problems import install_problems, problems
from shared.runtime.http.security import Caller, TokenVerifier, caller_of, needs
from tests.service.support import SUNDAY_NOON, SilentBus

SECRET = "a signing secret of more than 32 characters"
PASSWORD = "front-desk"


class FakeService:
    """A service as the gateway sees it. `parts` are its answers below `/internal`, `delay_s` makes it hang."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.parts: dict[str, tuple[int, Any]] = {
            "/internal/front-desk/caller-card": (200, {"of": name}),
            "/internal/front-desk/today": (200, {"of": name}),
            "/internal/front-desk/gate-check": (200, {"decision": "allow"}),
            "/internal/code-tables": (200, {f"{name}_kinds": [{"code": "a", "label": "甲"}]}),
        }
        self.delay_s = 0.0
        self.asked: list[str] = []
        self.callers: list[Caller] = []
        self.requests: list[dict[str, str]] = []
        self.received = 0
        self.app = FastAPI(title=name)
        install_problems(self.app)
        self._routes()

    def trust(self, verifier: TokenVerifier) -> None:
        self.app.state.verifier = verifier

    def _routes(self) -> None:
        prefix = {"tickets": "tickets", "residents": "rooms", "billing": "charges", "access": "passes"}
        path = f"/v1/{prefix.get(self.name, 'messages')}"

        @self.app.get(path, operation_id=f"{self.name}.list", responses=problems())
        async def list_(request: Request, caller: Annotated[Caller, needs(f"{path[4:]}:read")]) -> dict[str, str]:
            self.callers.append(caller)
            self.requests.append(dict(request.headers))
            return {"of": self.name}

        @self.app.get(path + "/{id}", operation_id=f"{self.name}.show")
        async def show(id: str, response: Response) -> dict[str, str]:  # noqa: A002 - the path's word
            response.headers["ETag"] = '"3"'
            response.headers["X-Request-Id"] = "the-service-s-own"
            return {"id": id}

        @self.app.post(path, operation_id=f"{self.name}.make", include_in_schema=False)
        async def take(request: Request) -> dict[str, int]:
            self.received = len(await request.body())
            return {"bytes": self.received}

        @self.app.get("/internal/{rest:path}", include_in_schema=False)
        async def internal(request: Request, rest: str) -> Response:
            self.asked.append(str(request.url).removeprefix(str(request.base_url)))
            if self.delay_s:
                await asyncio.sleep(self.delay_s)
            self.callers.append(await caller_of(request, request.headers["authorization"].removeprefix("Bearer ")))
            status, content = self.parts[f"/internal/{rest}"]
            return JSONResponse(content, status_code=status)


class Switchable:
    """An upstream that can be switched off, and remembers how long it was given."""

    def __init__(self, upstream: Upstream, service: str) -> None:
        self._upstream = upstream
        self._service = service
        self.is_away = False
        self.ignores_deadlines_for_s = 0.0
        self.deadlines_s: list[float] = []

    async def forward(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        *,
        path: bytes,
        headers: Headers,
        answer: Headers | None = None,
    ) -> None:
        self._must_be_there()
        await self._upstream.forward(scope, receive, send, path=path, headers=headers, answer=answer)

    async def get_json(self, target: str, headers: Headers, deadline_s: float) -> tuple[int, bytes]:
        self._must_be_there()
        self.deadlines_s.append(deadline_s)
        await asyncio.sleep(self.ignores_deadlines_for_s)
        return await self._upstream.get_json(target, headers, deadline_s)

    async def close(self) -> None:
        await self._upstream.close()

    def _must_be_there(self) -> None:
        if self.is_away:
            raise UpstreamUnavailable(service=self._service)


class GatewayRig:
    """`front` is the gateway, `services` what is behind it, `upstreams` the way there."""

    def __init__(
        self,
        front: Front,
        services: Mapping[str, FakeService],
        upstreams: Mapping[str, Switchable],
        clock: ManualClock,
        settings: GatewaySettings,
    ) -> None:
        self.front = front
        self.services = services
        self.upstreams = upstreams
        self.clock = clock
        self.settings = settings
        self.database = front.state.service.database

    def client(self, **headers: str) -> httpx.AsyncClient:
        """Not signed in; English."""
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self.front),
            base_url="http://gateway",
            headers={"Accept-Language": "en", **headers},
        )

    async def tokens(self, username: str, password: str = PASSWORD) -> dict[str, Any]:
        """What signing in answers."""
        async with self.client() as client:
            form = {"grant_type": "password", "username": username, "password": password}
            answer = await client.post("/v1/auth/token", data=form)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def signed_in(self, username: str) -> httpx.AsyncClient:
        """A client of a demo account."""
        tokens = await self.tokens(username)
        return self.client(Authorization=f"Bearer {tokens['access_token']}")

    async def told(self, event_type: str) -> list[CloudEvent]:
        """What the gateway published."""
        outbox = TABLES.outbox
        async with self.database.read() as session:
            bodies = (await session.scalars(select(outbox.c.body).order_by(outbox.c.id))).all()
        return [event for event in map(CloudEvent.parse, bodies) if event.type == event_type]

    async def tell(self, event: Event, *, subject: str, community: str) -> None:
        """Hand the event to the consumer, under an id that is the same each time."""
        envelope = CloudEvent(
            id=stable_id("told", subject),
            source=source_of(type(event)),
            type=event.TYPE,
            subject=subject,
            time=self.clock.now(),
            dataschema=schema_name(type(event)),
            community=community,
            sequence=1,
            data=event.model_dump(mode="json"),
        )
        message = Message(envelope.id, envelope.type, envelope.subject, envelope.to_bytes())
        await self.front.state.service.consumer.handle(Delivery(message, attempt=1))

    async def beside(self) -> Front:
        """Another replica of the gateway on the same database."""
        return create_app(self.settings, bus=SilentBus(), clock=self.clock, upstreams=self.upstreams)


def account_id(username: str) -> str:
    """A demo account's id."""
    return stable_id("demo", "account", username)


@asynccontextmanager
async def gateway_rig(database_url: str, **changed: Any) -> AsyncIterator[GatewayRig]:
    """Migrated and with the demo staff; `changed` are settings."""
    clock = ManualClock(SUNDAY_NOON)
    fields = {
        "database_url": database_url,
        "signing_secret": SECRET,
        "argon2_memory_kib": 1024,
        "access_log": False,
        "part_deadline_s": 0.3,
    }
    settings = GatewaySettings.model_validate(fields | changed)
    services = {name: FakeService(name) for name in SERVICES}
    upstreams = {
        name: Switchable(InProcessUpstream(service.app, service=name), name) for name, service in services.items()
    }
    front = create_app(settings, bus=SilentBus(), clock=clock, upstreams=upstreams)
    for name, service in services.items():
        service.trust(TokenVerifier(front.keys, audience=name, now=lambda: clock.now().timestamp()))
    database = front.state.service.database
    await migrations.migrate(database, DEFINITION.migrations)
    await demo.seed(front.state.unit_of_work, password=PASSWORD)
    try:
        yield GatewayRig(front, services, upstreams, clock, settings)
    finally:
        await front.close()
        await database.close()
