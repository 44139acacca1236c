"""The residents service on both databases, each test on a copy of the loaded demo communities."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from services.residents.app import PROGRAM
from services.residents.demo import seed
from services.residents.households.usecases.index_household import index_households
from shared.kernel.clock import ManualClock
from shared.kernel.ids import new_id
from shared.runtime import migrations
from shared.runtime.context import Context
from shared.runtime.database import Database
from shared.runtime.sealing import public_key_text
from shared.runtime.unit_of_work import UnitOfWork
from tests.servers import PostgresServer
from tests.service.lending import Lending
from tests.service.residents.builders import CONTACT_SECRET
from tests.service.support import SUNDAY_NOON, ServiceRig, service_rig

_TEMPLATE = "residents_demo"


def _load(url: str) -> None:
    """Migrate and seed; in a thread of its own, since the test's loop may be there already."""

    async def load() -> None:
        database = Database(url)
        await migrations.migrate(database, PROGRAM.definition.migrations)
        unit_of_work = UnitOfWork(database, PROGRAM.definition.tables, ManualClock(SUNDAY_NOON))
        await seed(unit_of_work)
        await index_households(unit_of_work, Context(correlation_id=new_id()))
        await database.analyze()
        await database.close()

    with ThreadPoolExecutor(1) as other_thread:
        other_thread.submit(asyncio.run, load()).result()


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file to copy."""
    path = tmp_path_factory.mktemp("residents") / "demo.db"
    _load(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def demo_database(postgres: PostgresServer) -> str:
    """The name of a PostgreSQL database to copy."""
    _load(postgres.create_database(_TEMPLATE))
    return _TEMPLATE


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A copy of the test's own."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("demo_file"), tmp_path / "service.db")
        yield f"sqlite+aiosqlite:///{tmp_path}/service.db"
        return
    lending: Lending = request.getfixturevalue("lending")
    with lending.lent(_TEMPLATE, template=request.getfixturevalue("demo_database")) as url:
        yield url


@pytest.fixture
async def rig(database_url: str) -> AsyncIterator[ServiceRig]:
    """With a key for contact points; the demo's are not told yet."""
    async with service_rig(PROGRAM, database_url, contact_public_key=public_key_text(CONTACT_SECRET)) as ready:
        yield ready


@pytest.fixture
def folder(rig: ServiceRig, tmp_path: Path) -> Path:
    """Where this test's service keeps its files."""
    rig.app.state.files.url = (tmp_path / "files").as_uri()
    return tmp_path
