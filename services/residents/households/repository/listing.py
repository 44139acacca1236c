"""The register as a list: plain rows, since a page of objects takes four times as long as its statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.residents.households.models import Household, HouseholdMember, Person
from services.residents.households.repository.households import IN_ORDER, HouseholdFilter
from shared.runtime.rows import is_one_of_given, packed

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
)
HOUSEHOLD_COLUMNS = tuple(column.key for column in _HOUSEHOLD)
MEMBER_COLUMNS = (*(column.key for column in _MEMBER), "has_id_number")
_HOUSEHOLDS: Any = select(*_HOUSEHOLD)  # made once: what is the same for every request


@cache
def _members(dialect: str) -> Select[*tuple[Any, ...]]:
    """Of the households that are given."""
    return (
        select(*_MEMBER, Person.id_number_sealed.is_not(None), HouseholdMember.household_id)
        .join(Person, Person.id == HouseholdMember.person_id)
        .where(is_one_of_given(HouseholdMember.household_id, "households", dialect))
        .order_by(HouseholdMember.household_id, HouseholdMember.position)
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """A household by `HOUSEHOLD_COLUMNS`, and each of its members together with the person by `MEMBER_COLUMNS`."""

    household: dict[str, Any]
    members: list[dict[str, Any]] = field(default_factory=list)


async def list_register(
    connection: AsyncConnection, wanted: HouseholdFilter, *, cursor: str | None, limit: int
) -> tuple[Sequence[Listed], str | None]:
    """In walking order; two queries whatever the page holds."""
    rows = (await connection.execute(IN_ORDER.apply(wanted.apply(_HOUSEHOLDS), cursor, limit))).all()
    kept = rows[:limit]
    listed = {row.id: Listed(dict(zip(HOUSEHOLD_COLUMNS, row, strict=True))) for row in kept}
    if listed:
        dialect = connection.dialect.name
        members = await connection.execute(_members(dialect), {"households": packed(listed, dialect)})
        for member in members.all():
            listed[member[-1]].members.append(dict(zip(MEMBER_COLUMNS, member, strict=False)))
    return list(listed.values()), IN_ORDER.cursor_of(kept[-1]) if len(rows) > limit else None
