"""The notifications service with its community, and what it has told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from services.notifications.app import PROGRAM
from tests.service.notifications import given
from tests.service.support import ServiceRig, service_rig


@asynccontextmanager
async def notifications(database_url: str, **settings: Any) -> AsyncIterator[ServiceRig]:
    async with service_rig(PROGRAM, database_url, contact_secret=given.SECRET, **settings) as rig:
        await given.a_community(rig)
        await given.a_lead(rig)
        yield rig


async def listed(rig: ServiceRig, **parameters: str) -> list[dict[str, object]]:
    async with rig.client("messages:read", roles=["service_lead"], account_id="lead-1") as client:
        answer = await client.get("/v1/messages", params=parameters)
    assert answer.status_code == 200
    items: list[dict[str, object]] = answer.json()["items"]
    return items
