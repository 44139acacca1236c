"""The tickets service with a furnished desk; it is Monday 23 November 2026, ten in the morning in Shanghai.

The desk is furnished once per kind of database; every test begins with a copy of its own.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.tickets.app import PROGRAM
from shared.kernel.clock import ManualClock
from tests.servers import PostgresServer
from tests.service.support import ServiceRig, service_rig
from tests.service.tickets.desk import Desk

MONDAY_TEN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TEMPLATE = "furnished_tickets"


def _furnish(database_url: str) -> None:
    async def furnish() -> None:
        async with service_rig(PROGRAM, database_url, clock=ManualClock(MONDAY_TEN)) as rig:
            await Desk(rig).furnish()

    with ThreadPoolExecutor(1) as other_thread:
        other_thread.submit(asyncio.run, furnish()).result()


@pytest.fixture(scope="session")
def furnished_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("tickets") / "furnished.db"
    _furnish(f"sqlite+aiosqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def furnished_template(postgres: PostgresServer) -> str:
    _furnish(postgres.create_database(TEMPLATE))
    return TEMPLATE


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        file = shutil.copy(request.getfixturevalue("furnished_file"), tmp_path / "tickets.db")
        yield f"sqlite+aiosqlite:///{file}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.database(template=request.getfixturevalue("furnished_template")) as url:
        yield url


@pytest.fixture
async def rig(database_url: str) -> AsyncIterator[ServiceRig]:
    async with service_rig(PROGRAM, database_url, clock=ManualClock(MONDAY_TEN)) as made:
        yield made


@pytest.fixture
async def desk(rig: ServiceRig) -> AsyncIterator[Desk]:
    async with Desk(rig) as made:
        yield made
