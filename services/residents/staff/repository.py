"""Every query of the staff's names."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.residents.staff.models import StaffReplica


async def names_of(session: AsyncSession, account_ids: Collection[str | None]) -> Mapping[str, str]:
    """Names by account id, one query; whoever is not known yet is left out."""
    wanted = select(StaffReplica.id, StaffReplica.display_name).where(StaffReplica.id.in_(set(account_ids) - {None}))
    return {row.id: row.display_name for row in await session.execute(wanted)}
