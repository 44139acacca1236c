"""The present state as events, for others' replicas. Source: architecture 5."""

from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import AsyncSession

from services.billing.repository.tariffs import every_item
from services.billing.usecases.telling import price_told
from shared.contracts.envelope import Event
from shared.runtime.tables import AggregateRow


async def snapshot(session: AsyncSession) -> AsyncIterator[tuple[AggregateRow, Event]]:
    """Every item with its prices in the order in which they were added, what is agreed for later included."""
    for item in await every_item(session):
        for version in item.versions:
            yield item, price_told(item, version)
