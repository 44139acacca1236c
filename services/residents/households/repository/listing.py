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

_HOME, _MEMBERSHIP, _PERSON = Household.__table__.c, HouseholdMember.__table__.c, Person.__table__.c
_HOUSEHOLD = (
    _HOME.id,
    _HOME.community_id,
    _HOME.room_id,
    _HOME.room_code,
    _HOME.room_sort_key,
    _HOME.payer_id,
    _HOME.registered_on,
    _HOME.departed_on,
    _HOME.version,
)
_MEMBER = (
    _MEMBERSHIP.person_id,
    _MEMBERSHIP.role,
    _MEMBERSHIP.relation,
    _MEMBERSHIP.matters,
    _MEMBERSHIP.is_emergency_contact,
    _MEMBERSHIP.joined_on,
    _MEMBERSHIP.left_on,
    _PERSON.name,
    _PERSON.preferred_name,
    _PERSON.language,
    _PERSON.channels,
    _PERSON.phone,
    _PERSON.email,
    _PERSON.sex,
    _PERSON.birth_year,
)
HOUSEHOLD_COLUMNS = tuple(column.key for column in _HOUSEHOLD)
MEMBER_COLUMNS = (*(column.key for column in _MEMBER), "has_id_number")
_HOUSEHOLDS: Any = select(*_HOUSEHOLD)  # made once: what is the same for every request


@cache
def _members(dialect: str) -> Select[*tuple[Any, ...]]:
    """Of the households that are given."""
    return (
        select(*_MEMBER, _PERSON.id_number_sealed.is_not(None), _MEMBERSHIP.household_id)
        .join(Person.__table__, _PERSON.id == _MEMBERSHIP.person_id)
        .where(is_one_of_given(_MEMBERSHIP.household_id, "households", dialect))
        .order_by(_MEMBERSHIP.household_id, _MEMBERSHIP.position)
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
