"""Number series."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.billing.models import NumberSeries


async def take_numbers(session: AsyncSession, community_id: str, series: str, period: str, *, count: int = 1) -> range:
    """The next `count` numbers of a series; one statement, which locks the series until the commit.

    Take it late in the transaction: others wait from here on.
    """
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    insert = dialect.insert(NumberSeries).values(community_id=community_id, series=series, period=period, last=count)
    counted = insert.on_conflict_do_update(
        index_elements=["community_id", "series", "period"], set_={"last": NumberSeries.last + count}
    ).returning(NumberSeries.last)
    last = (await session.execute(counted)).scalar_one()
    return range(last - count + 1, last + 1)
