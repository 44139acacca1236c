"""The access service on both databases."""

from collections.abc import AsyncIterator

import pytest

from services.access.app import PROGRAM
from tests.service.access.builders import settle_in
from tests.service.support import ServiceRig, service_rig


@pytest.fixture
async def bare(database_url: str) -> AsyncIterator[ServiceRig]:
    """Nothing was told yet."""
    async with service_rig(PROGRAM, database_url) as rig:
        yield rig


@pytest.fixture
async def rig(bare: ServiceRig) -> ServiceRig:
    """The garden with room 3#2-5-1 is known."""
    await settle_in(bare)
    return bare
