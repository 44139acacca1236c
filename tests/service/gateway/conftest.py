"""The gateway on both databases; its migrations write rows of their own, which every test finds."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gateway.app import DEFINITION
from shared.runtime import migrations
from shared.runtime.database import Database
from tests.servers import PostgresServer
from tests.service.gateway.rig import GatewayRig, gateway_rig
from tests.service.lending import Lending

_TEMPLATE = "gateway_migrated"


@pytest.fixture(scope="session")
def migrated_database(postgres: PostgresServer) -> str:
    """The name of a PostgreSQL database to copy."""

    async def migrate(url: str) -> None:
        database = Database(url)
        await migrations.migrate(database, DEFINITION.migrations)
        await database.close()

    with ThreadPoolExecutor(1) as other_thread:  # the test's loop may be there already
        other_thread.submit(asyncio.run, migrate(postgres.create_database(_TEMPLATE))).result()
    return _TEMPLATE


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Migrated on PostgreSQL, empty on SQLite."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/service.db"
        return
    lending: Lending = request.getfixturevalue("lending")
    with lending.lent(_TEMPLATE, template=request.getfixturevalue("migrated_database")) as url:
        yield url


@pytest.fixture
async def rig(database_url: str) -> AsyncIterator[GatewayRig]:
    """The gateway with the demo staff."""
    async with gateway_rig(database_url) as made:
        yield made
