"""The tickets service with a furnished desk; it is Monday 23 November 2026, ten in the morning in Shanghai."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.tickets.app import PROGRAM
from shared.kernel.clock import ManualClock
from tests.service.support import ServiceRig, service_rig
from tests.service.tickets.desk import Desk

MONDAY_TEN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
async def rig(database_url: str) -> AsyncIterator[ServiceRig]:
    async with service_rig(PROGRAM, database_url, clock=ManualClock(MONDAY_TEN)) as made:
        yield made


@pytest.fixture
async def desk(rig: ServiceRig) -> AsyncIterator[Desk]:
    async with Desk(rig) as made:
        await made.furnish()
        yield made


@pytest.fixture
def folder(desk: Desk, tmp_path: Path) -> Path:
    """Where this test's service keeps its files."""
    desk.rig.app.state.files.url = (tmp_path / "files").as_uri()
    return tmp_path / "files"
