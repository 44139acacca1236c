"""Standing instructions as the desk and the gate ask for them. Source: handbook A-06."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.residents.households.models import StandingInstruction


async def instructions_in_force(
    session: AsyncSession, household_ids: Collection[str], day: date
) -> dict[str, list[StandingInstruction]]:
    """Per household, the oldest first; one query. The households were found within the caller's communities."""
    if not household_ids:
        return {}
    row = StandingInstruction
    found = await session.scalars(
        select(row)
        .where(
            row.household_id.in_(household_ids),
            row.withdrawn_at.is_(None),
            row.valid_from <= day,
            or_(row.valid_until.is_(None), row.valid_until >= day),
        )
        .order_by(row.written_at, row.id)
    )
    by_household: dict[str, list[StandingInstruction]] = {}
    for instruction in found:
        by_household.setdefault(instruction.household_id, []).append(instruction)
    return by_household
