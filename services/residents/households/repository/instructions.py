"""Standing instructions as the desk and the gate ask for them. Source: handbook A-06."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.residents.households.domain.instructions import is_in_force
from services.residents.households.models import StandingInstruction


async def instructions_in_force(
    session: AsyncSession, days: Mapping[str, date]
) -> dict[str, list[StandingInstruction]]:
    """Per household, on its community's present day, the oldest first; one query.

    The households were found within the caller's communities.
    """
    if not days:
        return {}
    row = StandingInstruction
    found = await session.scalars(
        select(row)
        .where(
            row.household_id.in_(days),
            row.withdrawn_at.is_(None),
            row.valid_from <= max(days.values()),
            or_(row.valid_until.is_(None), row.valid_until >= min(days.values())),
        )
        .order_by(row.written_at, row.id)
    )
    by_household: dict[str, list[StandingInstruction]] = {}
    for instruction in found:
        day = days[instruction.household_id]
        if is_in_force(
            valid_from=instruction.valid_from, valid_until=instruction.valid_until, is_withdrawn=False, day=day
        ):
            by_household.setdefault(instruction.household_id, []).append(instruction)
    return by_household
