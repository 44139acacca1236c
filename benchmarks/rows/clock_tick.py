"""Row 16: a tick of the clocks' timer with 100 due among 100,000 open ones, beside 100 due among 1,000.

The job runs as in the service: it finds, locks, marks, writes history and events, and commits. Both databases are on
one PostgreSQL with fsync on, asked in turn; between two ticks the hundred run out again.
"""

import asyncio
import contextlib
import json
import os
import statistics
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from pydantic import SecretStr

from services.tickets.app import DEFINITION, create_app
from services.tickets.settings import TicketsSettings
from shared.kernel.clock import ManualClock
from shared.runtime import migrations
from shared.runtime.http.security import StaticKeys
from shared.runtime.logging import configure_logging
from shared.runtime.service import Service
from tests.servers import PostgresServer, ensure_postgres
from tests.service.support import SilentBus
from tests.service.tickets.crowd import crowd, run_again

MANY, FEW, DUE = 100_000, 1_000, 100
ROUNDS = 15
_NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)


class Servers(Protocol):
    """What the row runs on."""

    @property
    def postgres(self) -> PostgresServer: ...


@dataclass
class Side:
    """A service with its crowd, and the seconds of its ticks."""

    service: Service
    seconds: list[float]
    worked: list[float]


def measure(servers: Servers) -> list[dict[str, Any]]:
    """Row 16. `ratio` is of the medians."""
    with contextlib.redirect_stdout(Path(os.devnull).open("w")):
        configure_logging("INFO")
    with servers.postgres.database() as many_url, servers.postgres.database() as few_url:
        many, few = asyncio.run(_measure(many_url, few_url))
    mine, peer = statistics.median(many.seconds), statistics.median(few.seconds)
    return [
        {
            "id": "16",
            "name": f"clock tick with {DUE} due among {MANY:,} open ÷ among {FEW:,} open, time",
            "ratio": mine / peer,
            "reach": 1.5,
            "stretch": 1.1,
            "cpu_us_per_op": min(many.worked) / DUE * 1_000_000,
            "note": f"{mine * 1000:.1f} ms beside {peer * 1000:.1f} ms, median of {ROUNDS}",
        }
    ]


async def _measure(many_url: str, few_url: str) -> tuple[Side, Side]:
    many, few = await _side(many_url, MANY), await _side(few_url, FEW)
    for _ in range(ROUNDS):
        for side in (many, few):
            await run_again(side.service.database)
            began, worked = time.perf_counter(), time.process_time()
            await side.service.jobs.run_now("breach_clocks")
            side.seconds.append(time.perf_counter() - began)
            side.worked.append(time.process_time() - worked)
    for side in (many, few):
        await side.service.database.close()
    return many, few


async def _side(url: str, count: int) -> Side:
    settings = TicketsSettings(database_url=SecretStr(url))
    app = create_app(settings, bus=SilentBus(), clock=ManualClock(_NOW), keys=StaticKeys({"keys": []}))
    service: Service = app.state.service
    await migrations.migrate(service.database, DEFINITION.migrations)
    await crowd(service.database, _NOW, count=count, overdue=DUE)
    await service.jobs.run_now("breach_clocks")  # warm
    return Side(service, [], [])


@dataclass(frozen=True)
class _Own:
    postgres: PostgresServer


if __name__ == "__main__":
    with ensure_postgres(durable=True) as own:
        print(json.dumps(measure(_Own(own)), ensure_ascii=False, indent=1))
