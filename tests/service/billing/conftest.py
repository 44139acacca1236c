"""The billing service on both databases."""

from collections.abc import AsyncIterator

import pytest

from services.billing.app import PROGRAM
from tests.service.billing.builders import settle_in
from tests.service.support import ServiceRig, service_rig


@pytest.fixture
async def bare(database_url: str) -> AsyncIterator[ServiceRig]:
    """Nothing was told yet."""
    async with service_rig(PROGRAM, database_url) as rig:
        yield rig


@pytest.fixture
async def rig(bare: ServiceRig) -> ServiceRig:
    """The garden with its tariff and two neighbours is known."""
    await settle_in(bare)
    return bare
