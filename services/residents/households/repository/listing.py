"""The register as a list: plain rows, since a page of objects takes four times as long as its statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.residents.households.models import Household, HouseholdMember, Person
from services.residents.households.repository.households import IN_ORDER, HouseholdFilter

_HOUSEHOLD = (
    Household.id,
    Household.community_id,
    Household.room_id,
    Household.room_code,
    Household.room_sort_key,
    Household.payer_id,
    Household.registered_on,
    Household.departed_on,
    Household.version,
)
_MEMBER = (
    HouseholdMember.household_id,
    HouseholdMember.person_id,
    HouseholdMember.role,
    HouseholdMember.relation,
    HouseholdMember.matters,
    HouseholdMember.is_emergency_contact,
    HouseholdMember.joined_on,
    HouseholdMember.left_on,
    Person.name,
    Person.preferred_name,
    Person.language,
    Person.channels,
    Person.phone,
    Person.email,
    Person.sex,
    Person.birth_year,
    Person.id_number_sealed.is_not(None).label("has_id_number"),
)
# Made once: what is the same for every request.
_HOUSEHOLDS: Any = select(*_HOUSEHOLD)
_MEMBERS: Any = (
    select(*_MEMBER)
    .join(Person, Person.id == HouseholdMember.person_id)
    .order_by(HouseholdMember.household_id, HouseholdMember.position)
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A household's columns, and those of each of its members together with the person's."""

    household: Any
    members: list[Any] = field(default_factory=list)


async def list_register(
    session: AsyncSession, wanted: HouseholdFilter, *, cursor: str | None, limit: int
) -> tuple[Sequence[Listed], str | None]:
    """In walking order; two queries whatever the page holds."""
    rows = (await session.execute(IN_ORDER.apply(wanted.apply(_HOUSEHOLDS), cursor, limit))).all()
    kept = rows[:limit]
    listed = {row.id: Listed(row) for row in kept}
    if listed:
        for member in await session.execute(_MEMBERS.where(HouseholdMember.household_id.in_(listed))):
            listed[member.household_id].members.append(member)
    return list(listed.values()), IN_ORDER.cursor_of(kept[-1]) if len(rows) > limit else None
