"""A community's own values."""

from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.policies.models import PolicyRow


async def find_policy(session: AsyncSession, community_id: str) -> PolicyRow | None:
    """The community's own values; None where it has none."""
    return await session.get(PolicyRow, community_id)


async def lock_policy(session: AsyncSession, community_id: str) -> PolicyRow:
    """The community's row, locked; made with version 0 where there is none, once however many ask at a time."""
    policies = PolicyRow.__table__
    assert isinstance(policies, Table)  # noqa: S101 - every row of this service is a table's
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    empty = dialect.insert(policies).values(community_id=community_id, version=0, clocks={}, follow_up={})
    await session.execute(empty.on_conflict_do_nothing())
    wanted = select(PolicyRow).where(PolicyRow.community_id == community_id).with_for_update()
    return (await session.scalars(wanted.execution_options(populate_existing=True))).one()
