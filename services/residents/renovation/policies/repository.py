"""Every query of the policies."""

from collections.abc import Collection, Mapping

from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.residents.renovation.domain.policy import HANDBOOK, RenovationPolicy
from services.residents.renovation.policies.models import RenovationPolicyRow
from services.residents.renovation.policies.reading import policy_of_row

_SECTIONS = ("works", "permits", "hot_work", "inspections", "notices", "overtime")


async def find_policy(session: AsyncSession, community_id: str) -> RenovationPolicyRow | None:
    """The community's own values; None where it has none."""
    return await session.get(RenovationPolicyRow, community_id)


async def policy_of(session: AsyncSession, community_id: str) -> RenovationPolicy:
    """What applies to a community that was already scoped; one query."""
    return policy_of_row(await find_policy(session, community_id))


async def policies_of(session: AsyncSession, community_ids: Collection[str]) -> Mapping[str, RenovationPolicy]:
    """What applies to each of them; one query."""
    wanted = select(RenovationPolicyRow).where(RenovationPolicyRow.community_id.in_(community_ids))
    own = {row.community_id: policy_of_row(row) for row in await session.scalars(wanted)}
    return {community_id: own.get(community_id, HANDBOOK) for community_id in community_ids}


async def lock_policy(session: AsyncSession, community_id: str) -> RenovationPolicyRow:
    """The community's row, locked; made with version 0 where there is none, once however many ask at a time."""
    table = RenovationPolicyRow.__table__
    assert isinstance(table, Table)  # noqa: S101 - every row of this service is a table's
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    sections: dict[str, dict[str, object]] = {section: {} for section in _SECTIONS}
    empty = dialect.insert(table).values(community_id=community_id, version=0, **sections)
    await session.execute(empty.on_conflict_do_nothing())
    wanted = select(RenovationPolicyRow).where(RenovationPolicyRow.community_id == community_id).with_for_update()
    return (await session.scalars(wanted.execution_options(populate_existing=True))).one()
