"""The suite with a scribe beside it, under the eyes of a ledger."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import httpx

from shared.runtime import migrations
from shared.runtime.bus import Message
from shared.runtime.bus.rabbitmq import RabbitBus
from shared.runtime.command_line import declare
from shared.runtime.database import Database
from tests.faults import backlog
from tests.faults.books import Library, Told
from tests.faults.ledger import Ledger, now
from tests.faults.load import Desk, Load
from tests.faults.scribe import TYPES, definition_of
from tests.faults.verdict import POLL_SECONDS, SECONDS, Verdict, judge, settle
from tests.faults.victim import Fault, Moment
from tests.servers import PostgresServer, RabbitmqServer
from tests.servers.control import free_ports
from tests.stack import FullStack, Process

READY_SECONDS = 60


class Scribe:
    """A scribe with a queue and a database of its own. The queue collects from its creation on."""

    types = TYPES

    def __init__(self, name: str, stack: FullStack, url: str, folder: Path) -> None:
        self.name = name
        self.url = url
        (port,) = free_ports(1)
        self._folder = folder
        self._address = f"http://127.0.0.1:{port}"
        self._environment = {
            "SCRIBE_NAME": name,
            "SCRIBE_DATABASE_URL": url,
            "SCRIBE_BROKER_URL": stack.broker_url,
            "SCRIBE_PORT": str(port),
        }
        self.process = self._program("tests.faults.scribe", "serve")
        with ThreadPoolExecutor(1) as other_thread:  # a test that makes a scribe has an event loop of its own
            other_thread.submit(asyncio.run, self._prepare(stack.broker_url)).result()

    async def _prepare(self, broker_url: str) -> None:
        """What its `migrate` command does."""
        definition = definition_of(self.name)
        database, bus = Database(self.url), RabbitBus(broker_url, connection_name=self.name)
        await migrations.migrate(database, definition.migrations)
        await database.close()
        await bus.start()
        await declare(definition, bus)
        await bus.stop()

    def _program(self, module: str, *arguments: str, pause_s: float = 0) -> Process:
        environment = {**self._environment, "SCRIBE_PAUSE_S": str(pause_s)}
        log = self._folder / f"{self.name}.log"
        return Process(["-m", module, *arguments], url=self._address, environment=environment, log=log)

    def start(self, *, broken: Fault | None = None, pause_s: float = 0) -> None:
        """As it should be, or `broken`; either may be slow."""
        if broken is None:
            self.process = self._program("tests.faults.scribe", "serve", pause_s=pause_s)
        else:
            arguments = ("scribe", "--broken", broken)
            self.process = self._program("tests.faults.victim", *arguments, pause_s=pause_s)
        self.process.start()
        self.process.wait_ready()

    def end(self) -> None:
        """Whichever process it has by now."""
        self.process.end()


class Rig:
    """`stack` with `scribe`. A test has its own ledger, load and verdict; the suite serves many tests."""

    def __init__(self, folder: Path, postgres: PostgresServer, rabbitmq: RabbitmqServer) -> None:
        self._exit = ExitStack()
        self._folder = folder
        self.postgres = postgres
        self.rabbitmq = rabbitmq
        self.stack = FullStack(folder, postgres, rabbitmq)
        self._exit.callback(self.stack.stop)
        self._scribes: dict[str, Scribe] = {}
        self._victims: list[Process] = []
        self._exit.callback(self._end_victims)
        self.rooms: Sequence[str] = []

    def start(self) -> None:
        self.scribe = self.new_scribe("scribe")
        self.scribe.process.start()
        self.stack.start()
        self.scribe.process.wait_ready()
        asyncio.run(self._until_replicas_are_filled())

    def stop(self) -> None:
        self._exit.close()

    def new_scribe(self, name: str) -> Scribe:
        """Declared, not yet running."""
        url = self._exit.enter_context(self.postgres.database())
        scribe = self._scribes[name] = Scribe(name, self.stack, url, self._folder)
        self._exit.callback(scribe.end)
        return scribe

    def retire(self, scribe: Scribe) -> None:
        """Its queue would collect for ever."""
        scribe.end()
        del self._scribes[scribe.name]
        vhost = self.stack.broker_url.rpartition("/")[2]
        for queue in (scribe.name, f"{scribe.name}.dead"):
            self.rabbitmq.management("DELETE", f"/queues/{vhost}/{queue}")

    def heal(self) -> None:
        """Every program runs, whatever a test before left."""
        self._end_victims()
        for process in (*self.stack.processes.values(), self.scribe.process):
            if not process.is_running:
                process.start()
        for process in (*self.stack.processes.values(), self.scribe.process):
            process.wait_ready()

    def _end_victims(self) -> None:
        while self._victims:
            self._victims.pop().end()

    def dying(self, service: str, moment: Moment, *, healthy: int) -> Process:
        """In the place of a service: it dies at its relay's work after `healthy` events."""
        return self._victim(service, "--die", moment, "--healthy", str(healthy))

    def scattering(self, service: str, *, seed: int) -> Process:
        """In the place of a service: it tells everything five times and out of order."""
        return self._victim(service, "--scatter", str(seed))

    def _victim(self, service: str, *arguments: str) -> Process:
        """Running, the service itself stopped."""
        self.stack.processes[service].end()
        victim = self.stack.stand_in(service, "-m", "tests.faults.victim", service, *arguments)
        self._victims.append(victim)
        victim.start()
        victim.wait_ready()
        return victim

    def library(self, scribe: Scribe | None = None) -> Library:
        return Library(self.stack.databases, scribe=(scribe or self.scribe).url)

    async def ledger(self) -> Ledger:
        """A new one, which minds nothing that was told before."""
        return Ledger((await self.library().read()).told)

    @asynccontextmanager
    async def load(
        self, ledger: Ledger, *, seed: int, clerks: int = 8, pause_s: float = 0.1, gateways: Sequence[str] = ()
    ) -> AsyncIterator[Desk]:
        """Clerks at work while the body runs."""
        async with (
            self.desk(ledger, gateways) as desk,
            Load(desk, self.rooms, seed=seed, clerks=clerks, pause_s=pause_s).running(),
        ):
            yield desk

    def desk(self, ledger: Ledger, gateways: Sequence[str] = ()) -> Desk:
        """For single writes."""
        return Desk(ledger, gateways or [self.stack.url], self.stack.password)

    async def verdict(self, ledger: Ledger, *, scribe: Scribe | None = None, within_s: float = SECONDS) -> Verdict:
        return await settle(ledger, self.library(scribe), self._backlog, within_s=within_s)

    async def told(self, ledger: Ledger) -> list[Told]:
        """What was told since the ledger began."""
        return list((await self.library().read(without=ledger.before)).told.values())

    async def tell_again(self, messages: Sequence[Message], *, to: str) -> None:
        """Deliver into one consumer's queue what was delivered before."""
        bus = RabbitBus(self.stack.broker_url, connection_name="again")
        await bus.start()
        try:
            await bus.wait_ready(READY_SECONDS)
            assert not any(await bus.send_to(to, messages))
        finally:
            await bus.stop()

    async def _backlog(self) -> dict[str, int]:
        return await backlog.in_rabbitmq(self.stack.broker_url, self._scribes)

    async def _until_replicas_are_filled(self) -> None:
        library, began = self.library(), now()
        while stuck := judge(Ledger(), await library.read(), await self._backlog()).stuck:
            assert now() - began < SECONDS, stuck[:5]
            await asyncio.sleep(POLL_SECONDS)
        self.rooms = await library.rooms()
        assert self.rooms, "nobody lives anywhere"


async def counted(process: Process, metric: str, *labels: str) -> float:
    """A metric of a process, summed over the lines that have all these labels, such as `outcome="duplicate"`."""
    async with httpx.AsyncClient(trust_env=False) as client:
        page = (await client.get(f"{process.url}/metrics")).text
    lines = [line for line in page.splitlines() if re.match(rf"{metric}(_total)?\b", line)]
    return sum(float(line.rpartition(" ")[2]) for line in lines if all(label in line for label in labels))
