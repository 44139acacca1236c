"""The gateway, once for every test and database."""

from collections.abc import AsyncIterator

import pytest

from tests.service.gateway.rig import GatewayRig, gateway_rig


@pytest.fixture
async def rig(database_url: str) -> AsyncIterator[GatewayRig]:
    """The gateway with the demo staff."""
    async with gateway_rig(database_url) as made:
        yield made
