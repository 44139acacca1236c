"""A real service on a real database, with the bus and the gateway's keys replaced at their ports."""

import json
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import OKPKey
from sqlalchemy import select

from shared.contracts.envelope import CloudEvent, Event, schema_name, source_of
from shared.kernel.clock import ManualClock
from shared.kernel.ids import new_id, stable_id
from shared.runtime.bus import DeadLetter, Delivery, Handle, Message
from shared.runtime.command_line import Program
from shared.runtime.context import Context
from shared.runtime.http.security import ALGORITHM, ISSUER, StaticKeys
from shared.runtime.service import Service
from shared.runtime.settings import ServiceSettings
from tests.service.templates import migrated

GARDEN = stable_id("demo", "community", "sunshine-garden")
ELSEWHERE = stable_id("demo", "community", "other")
SUNDAY_NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
SIGNING_KEY = OKPKey.generate_key("Ed25519", {"kid": "test"})


class SilentBus:
    """A bus that keeps what it is given; `ServiceRig.told` reads the outbox instead."""

    ready = False

    def on_ready(self, notice: Callable[[], None]) -> None: ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def wait_ready(self, timeout_s: float = 10) -> None: ...

    async def publish(self, messages: Sequence[Message]) -> Sequence[Exception | None]:
        return [None for _ in messages]

    async def send_to(self, queue: str, messages: Sequence[Message]) -> Sequence[Exception | None]:
        return [None for _ in messages]

    async def declare(self, queue: str, bindings: Collection[str]) -> None: ...

    async def consume(self, queue: str, bindings: Collection[str], handle: Handle) -> None: ...

    async def dead_letters(self, queue: str, *, limit: int = 100) -> Sequence[DeadLetter]:
        return []

    async def replay(self, queue: str, *, event_ids: Collection[str] | None = None) -> int:
        return 0


class ServiceRig:
    """The service under test: `client` speaks HTTP to it, `tell` hands it events, `told` is what it published."""

    def __init__(self, app: FastAPI, clock: ManualClock) -> None:
        self.app = app
        self.clock = clock
        self.service: Service = app.state.service
        self._sequences: dict[str, int] = {}

    def client(
        self,
        *permissions: str,
        account_id: str = stable_id("demo", "account", "front_desk"),
        roles: Sequence[str] = ("front_desk",),
        communities: Sequence[str] = (GARDEN,),
        headers: Mapping[str, str] | None = None,
    ) -> httpx.AsyncClient:
        """A signed-in client with exactly these permissions; English unless `headers` say otherwise."""
        token = self.token(*permissions, account_id=account_id, roles=roles, communities=communities)
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self.app),
            base_url="http://service",
            headers={"Authorization": f"Bearer {token}", "Accept-Language": "en", **(headers or {})},
        )

    def token(
        self,
        *permissions: str,
        account_id: str,
        roles: Sequence[str] = (),
        communities: Sequence[str] = (GARDEN,),
        lives: timedelta = timedelta(days=3650),
    ) -> str:
        """An internal token as the gateway would sign it."""
        claims = {
            "iss": ISSUER,
            "aud": self.service.definition.name,
            "sub": account_id,
            "name": account_id,
            "roles": list(roles),
            "permissions": list(permissions),
            "communities": list(communities),
            "exp": int((self.clock.now() + lives).timestamp()),
        }
        return jwt.encode({"alg": ALGORITHM, "kid": "test"}, claims, SIGNING_KEY, algorithms=[ALGORITHM])

    def envelope(
        self,
        event: Event,
        *,
        subject: str,
        community: str = GARDEN,
        event_id: str | None = None,
        actor: str | None = None,
    ) -> CloudEvent:
        """The event as its producer would send it."""
        self._sequences[subject] = self._sequences.get(subject, 0) + 1
        return CloudEvent(
            id=event_id or new_id(),
            source=source_of(type(event)),
            type=event.TYPE,
            subject=subject,
            time=self.clock.now(),
            dataschema=schema_name(type(event)),
            community=community,
            sequence=self._sequences[subject],
            actor=actor,
            causation="test",
            data=event.model_dump(mode="json"),
        )

    async def tell(
        self, event: Event, *, subject: str, community: str = GARDEN, event_id: str | None = None
    ) -> CloudEvent:
        """Hand the event to the consumer: inbox, handler and commit are the real ones."""
        envelope = self.envelope(event, subject=subject, community=community, event_id=event_id)
        await self.deliver(envelope)
        return envelope

    async def deliver(self, envelope: CloudEvent) -> None:
        """Deliver (again) an envelope."""
        message = Message(envelope.id, envelope.type, envelope.subject, envelope.to_bytes())
        await self.service.consumer.handle(Delivery(message, attempt=1))

    async def told(self, event_type: str | None = None) -> list[CloudEvent]:
        """What the service published, in the order of its events' ids."""
        outbox = self.service.definition.tables.outbox
        async with self.service.database.read() as session:
            bodies = (await session.scalars(select(outbox.c.body).order_by(outbox.c.id))).all()
        envelopes = [CloudEvent.parse(body) for body in bodies]
        return [envelope for envelope in envelopes if event_type in {None, envelope.type}]

    async def run_job(self, name: str) -> None:
        """Run a periodic job now."""
        await self.service.jobs.run_now(name)

    def unit_of_work_context(self) -> Context:
        """A context for calling a use case directly."""
        return Context(correlation_id=new_id())


@asynccontextmanager
async def service_rig(
    program: Program, database_url: str, *, clock: ManualClock | None = None, **settings: Any
) -> AsyncIterator[ServiceRig]:
    """The service migrated and wired on `database_url`; its relay and jobs stand still, so that tests move them."""
    moved = clock or ManualClock(SUNDAY_NOON)
    made: Callable[..., ServiceSettings] = program.settings
    jwks = json.loads(json.dumps({"keys": [SIGNING_KEY.as_dict(private=False)]}))
    app = program.app(made(database_url=database_url, **settings), bus=SilentBus(), clock=moved, keys=StaticKeys(jwks))
    assert isinstance(app, FastAPI)
    service: Service = app.state.service
    await migrated(program, database_url)
    try:
        yield ServiceRig(app, moved)
    finally:
        await service.database.close()
