"""Households past and present."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.residents.households.domain.search_terms import Pattern
from services.residents.households.models import Household, HouseholdMember, Person
from services.residents.households.repository.search import found_by
from services.residents.premises.domain.room_code import building_sort_key
from shared.kernel.errors import NotFound
from shared.runtime.byte_order import begins_with
from shared.runtime.http.paging import Keyset, page_of
from shared.runtime.rows import every_row, is_inside

S = TypeVar("S", bound=Select[Any])
_HOME = Household.__table__.c  # conditions of plain columns: those of a mapped class take twice as long to make
IN_ORDER = Keyset((_HOME.community_id, _HOME.room_sort_key, _HOME.id), descending=False)
_MOST_IN_HISTORY = 50
WITH_MEMBERS = selectinload(Household.members).selectinload(HouseholdMember.person)
WHOLE = (
    WITH_MEMBERS,
    selectinload(Household.vehicles),
    selectinload(Household.parking_spaces),
    selectinload(Household.pets),
    selectinload(Household.instructions),
)


async def load_household(session: AsyncSession, household_id: str, communities: Collection[str]) -> Household:
    """A household with its members past and present, within the caller's communities. Raises NotFound."""
    found = await session.scalar(
        select(Household)
        .where(Household.id == household_id, Household.community_id.in_(communities))
        .options(WITH_MEMBERS)
    )
    if found is None:
        raise NotFound(what="household")
    return found


async def load_whole_household(session: AsyncSession, household_id: str, communities: Collection[str]) -> Household:
    """Everything of its register, history included; seven queries. Raises NotFound."""
    found = await session.scalar(
        select(Household).where(Household.id == household_id, Household.community_id.in_(communities)).options(*WHOLE)
    )
    if found is None:
        raise NotFound(what="household")
    return found


async def present_household(session: AsyncSession, room_id: str) -> Household | None:
    """Who holds the room now; without members."""
    return await session.scalar(select(Household).where(Household.room_id == room_id, Household.departed_on.is_(None)))


async def households_of_room(session: AsyncSession, room_id: str, *, with_history: bool) -> Sequence[Household]:
    """The newest first, with members; three queries. The room was found within the caller's communities."""
    wanted = select(Household).where(Household.room_id == room_id)
    if not with_history:
        wanted = wanted.where(Household.departed_on.is_(None))
    newest = wanted.order_by(Household.registered_on.desc(), Household.id.desc()).limit(_MOST_IN_HISTORY)
    return (await session.scalars(newest.options(WITH_MEMBERS))).all()


@dataclass(frozen=True, slots=True)
class HouseholdFilter:
    """What a list may be narrowed by; `phone` is exact E.164. History is asked for by `departed`.

    `terms`: of each group one pattern at least must be found.
    """

    communities: Collection[str]
    room_code: str | None = None
    room_ids: Collection[str] | None = None
    building: str | None = None
    terms: Sequence[Sequence[Pattern]] = ()
    phone: str | None = None
    departed: bool = False

    def apply(self, wanted: S) -> S:
        """The narrowed query."""
        wanted = wanted.where(is_inside(_HOME.community_id, self.communities))
        is_present = _HOME.departed_on.is_(None)
        wanted = wanted.where(~is_present if self.departed else is_present)
        if self.room_code is not None:
            wanted = wanted.where(_HOME.room_code == self.room_code)
        if self.room_ids is not None:
            wanted = wanted.where(_HOME.room_id.in_(self.room_ids))
        if self.building is not None:
            wanted = wanted.where(begins_with(_HOME.room_sort_key, building_sort_key(self.building)))
        for patterns in self.terms:
            wanted = wanted.where(_HOME.id.in_(found_by(patterns, self.communities)))
        if self.phone is not None:
            wanted = wanted.where(_HOME.id.in_(self._of_phone(self.phone)))
        return wanted

    def _of_phone(self, phone: str) -> Select[str]:
        found = (
            select(HouseholdMember.household_id)
            .join(Person, Person.id == HouseholdMember.person_id)
            .where(Person.community_id.in_(self.communities), Person.phone == phone)
        )
        return found if self.departed else found.where(HouseholdMember.left_on.is_(None))


async def list_households(
    session: AsyncSession, wanted: HouseholdFilter, *, cursor: str | None, limit: int
) -> tuple[list[Household], str | None]:
    """In walking order; three queries whatever the page holds: households, members, persons."""
    query = wanted.apply(select(Household)).options(WITH_MEMBERS)
    return await page_of(session, query, IN_ORDER, cursor=cursor, limit=limit)


async def list_whole_households(
    session: AsyncSession, wanted: HouseholdFilter, *, cursor: str | None, limit: int
) -> tuple[list[Household], str | None]:
    """The same with their whole registers; seven queries."""
    return await page_of(session, wanted.apply(select(Household)).options(*WHOLE), IN_ORDER, cursor=cursor, limit=limit)


async def rooms_of_names(
    session: AsyncSession, communities: Collection[str], names: Collection[str]
) -> dict[str, list[str]]:
    """Per name the codes of the rooms where somebody of that name lives (R-03); one query."""
    if not names:
        return {}
    found = await session.execute(
        select(Person.name, Household.room_code, Household.room_sort_key)
        .join(HouseholdMember, HouseholdMember.person_id == Person.id)
        .join(Household, Household.id == HouseholdMember.household_id)
        .where(
            Person.community_id.in_(communities),
            Person.name.in_(names),
            HouseholdMember.left_on.is_(None),
            Household.departed_on.is_(None),
        )
        .order_by(Household.room_sort_key)
        .distinct()
    )
    rooms: dict[str, list[str]] = {}
    for name, room_code, _order in found:
        rooms.setdefault(name, []).append(room_code)
    return rooms


async def untold_households(session: AsyncSession, key_id: str, *, limit: int) -> Sequence[Household]:
    """Present households whose contact points were not told for this key."""
    key = Household.contacts_key
    found = await session.scalars(
        select(Household)
        .where(Household.departed_on.is_(None), or_(key.is_(None), key < key_id, key > key_id))
        .order_by(Household.id)
        .limit(limit)
        .options(WITH_MEMBERS)
        .with_for_update(skip_locked=True, of=Household)
    )
    return found.all()


def every_household(session: AsyncSession) -> AsyncIterator[Household]:
    """All, history included, by id and in batches: a register of any size fits."""
    return every_row(session, select(Household).options(WITH_MEMBERS), Household.id)
