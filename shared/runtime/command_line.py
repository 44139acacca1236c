"""`python -m services.<name> serve | migrate | check | revision | demo | republish | dead-letters`, alike for all."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
import uvicorn
from pydantic import ValidationError

from shared.kernel.clock import SystemClock
from shared.kernel.ids import new_id
from shared.runtime import migrations
from shared.runtime.bus import Bus, Message
from shared.runtime.context import Context
from shared.runtime.database import Database
from shared.runtime.logging import configure_logging
from shared.runtime.service import Definition
from shared.runtime.serving import SettledServer
from shared.runtime.settings import Mode, ServiceSettings
from shared.runtime.tracing import configure_tracing
from shared.runtime.unit_of_work import UnitOfWork, envelope_of

log = structlog.get_logger()

Seed = Callable[[UnitOfWork], Awaitable[None]]
_GRACE_S = 15
_BATCH = 500
_BROKER_PATIENCE_S = 60


@dataclass(frozen=True, slots=True)
class Program:
    """What a `__main__` has to say. `seed` loads the service's part of the demo community and is safe to repeat.

    `http` is uvicorn's protocol. `never_told_anew`: consumers that would send people messages on what is republished.
    """

    definition: Definition
    settings: type[ServiceSettings]
    app: Callable[..., Any]
    seed: Seed | None = None
    http: str | type[asyncio.Protocol] = "httptools"
    never_told_anew: frozenset[str] = frozenset()


def main(program: Program, arguments: list[str] | None = None) -> None:
    """Run one command; exits 2 with one clear sentence when the environment is incomplete."""
    options = _parser(program.definition.name).parse_args(arguments)
    if options.command in {"check", "revision"}:
        asyncio.run(_develop(program.definition, options))
        return
    try:
        settings = program.settings()
    except ValidationError as error:
        print(f"{program.definition.name}: {explain(program.settings, error)}", file=sys.stderr)
        sys.exit(2)
    # A command answers on standard output; what it logs must not stand between its lines.
    configure_logging(settings.log_level, stream=None if options.command == "serve" else sys.stderr)
    if options.command == "serve":
        _serve(program, settings)
    else:
        asyncio.run(_operate(program, settings, options))


def explain(settings: type[ServiceSettings], error: ValidationError) -> str:
    """Which variables are missing or wrong, in one sentence; never their values."""
    prefix = settings.model_config.get("env_prefix", "")
    return "; ".join(
        f"{_variable(prefix, fault['loc'])}: {fault['msg']}" if fault["loc"] else str(fault["msg"])
        for fault in error.errors(include_input=False, include_url=False)
    )


def _variable(prefix: str, place: tuple[int | str, ...]) -> str:
    name = str(place[0])
    return name if name.isupper() else f"{prefix}{name.upper()}"


def _parser(name: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"python -m {name if name == 'gateway' else f'services.{name}'}")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve", help="answer requests until SIGTERM")
    migrate = commands.add_parser("migrate", help="bring the database to the newest schema")
    migrate.add_argument("--demo", action="store_true", help="then load the demo community, in demo mode only")
    commands.add_parser("check", help="compare the models with the migrations")
    commands.add_parser("revision", help="write a migration").add_argument("-m", "--message", required=True)
    commands.add_parser("demo", help="load this service's part of the demo community")
    commands.add_parser("republish", help="tell the present state anew").add_argument("--to", required=True)
    letters = commands.add_parser("dead-letters", help="events given up on")
    letters.add_argument("action", choices=["list", "replay"])
    letters.add_argument("--event", action="append", help="event id; all when left out")
    return parser


def _serve(program: Program, settings: ServiceSettings) -> None:
    configure_tracing(program.definition.name, settings.otlp_endpoint)
    config = uvicorn.Config(
        program.app(settings),
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http=program.http,
        ws="none",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,  # the gateway believes only its GATEWAY_TRUSTED_PROXIES
        timeout_graceful_shutdown=_GRACE_S,
    )
    SettledServer(config).serve_until_stopped()


async def _develop(definition: Definition, options: argparse.Namespace) -> None:
    if options.command == "check":
        await migrations.check(definition.migrations)
    else:
        await migrations.make_revision(definition.migrations, options.message)


async def _operate(program: Program, settings: ServiceSettings, options: argparse.Namespace) -> None:
    definition = program.definition
    database = Database(settings.database_url.get_secret_value())
    try:
        if options.command == "migrate":
            await migrations.migrate(database, definition.migrations)
            if settings.broker_url is not None and definition.handlers:
                await _with_bus(settings, lambda bus: declare(definition, bus))
        if options.command == "demo" or (options.command == "migrate" and options.demo):
            await load_demo(program, settings, UnitOfWork(database, definition.tables, SystemClock()))
        elif options.command == "republish":
            if options.to in program.never_told_anew:
                sys.exit(
                    f"{options.to} would send people anew what they were sent: nothing of this is replicated there"
                )
            await _with_bus(settings, lambda bus: republish(definition, database, bus, to=options.to))
        elif options.command == "dead-letters":
            await _with_bus(settings, lambda bus: _dead_letters(definition.name, bus, options))
    finally:
        await database.close()


async def declare(definition: Definition, bus: Bus) -> None:
    """Let the service's queue collect from now on: what is told before its queue exists would not reach it."""
    await bus.declare(definition.name, definition.handlers.keys())
    await bus.wait_ready(_BROKER_PATIENCE_S)


async def load_demo(program: Program, settings: ServiceSettings, unit_of_work: UnitOfWork) -> None:
    """Load the service's part of the demo community; nothing in production mode."""
    if settings.mode is not Mode.PRODUCTION and program.seed is not None:
        await program.seed(unit_of_work)
        await unit_of_work.database.analyze()


async def _with_bus(settings: ServiceSettings, act: Callable[[Bus], Awaitable[None]]) -> None:
    if settings.broker_url is None:
        sys.exit("a broker address is needed (…_BROKER_URL)")
    from shared.runtime.bus.rabbitmq import RabbitBus  # noqa: PLC0415 - only these commands need a broker

    bus = RabbitBus(settings.broker_url.get_secret_value(), connection_name="command-line")
    await bus.start()
    try:
        await act(bus)
    finally:
        await bus.stop()


async def republish(definition: Definition, database: Database, bus: Bus, *, to: str) -> None:
    """Send the present state into one consumer's queue, to fill a lost or new replica. Source: architecture 5."""
    if definition.snapshot is None:
        sys.exit(f"{definition.name} has nothing to republish")
    context = Context(correlation_id=new_id())
    told = 0
    async with database.read() as session:
        batch: list[Message] = []
        async for aggregate, event in definition.snapshot(session):
            envelope = envelope_of(aggregate, event, now=aggregate.created_at, context=context)
            batch.append(Message(envelope.id, envelope.type, envelope.subject, envelope.to_bytes()))
            if len(batch) == _BATCH:
                told += await _send(bus, to, batch)
                batch = []
        told += await _send(bus, to, batch)
    print(f"{told} events sent to {to}")


async def _send(bus: Bus, queue: str, batch: list[Message]) -> int:
    for result in await bus.send_to(queue, batch):
        if result is not None:
            raise result
    return len(batch)


async def _dead_letters(queue: str, bus: Bus, options: argparse.Namespace) -> None:
    if options.action == "replay":
        print(f"{await bus.replay(queue, event_ids=options.event)} events replayed")
        return
    for letter in await bus.dead_letters(queue):
        print(
            f"{letter.failed_at.isoformat()} {letter.message.event_id} {letter.message.routing_key} "
            f"attempts={letter.attempts} {letter.reason}"
        )
