"""People, and who was shown their numbers."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.residents.households.models import Household, HouseholdMember, Person, Reveal
from services.residents.households.repository.households import WITH_MEMBERS
from shared.kernel.errors import NotFound
from shared.runtime.http.paging import Keyset, page_of

NEWEST_REVEALS = Keyset((Reveal.at, Reveal.id))


async def load_person(session: AsyncSession, person_id: str, communities: Collection[str]) -> Person:
    """A person within the caller's communities. Raises NotFound."""
    found = await session.scalar(select(Person).where(Person.id == person_id, Person.community_id.in_(communities)))
    if found is None:
        raise NotFound(what="person")
    return found


async def persons_by_id(session: AsyncSession, community_id: str, person_ids: Collection[str]) -> dict[str, Person]:
    """Those of the ids that are persons of the community; one query."""
    if not person_ids:
        return {}
    found = await session.scalars(select(Person).where(Person.community_id == community_id, Person.id.in_(person_ids)))
    return {person.id: person for person in found}


async def households_of_person(session: AsyncSession, person_id: str) -> Sequence[Household]:
    """Present households that the person belongs to, with all members, in walking order; three queries."""
    belongs = select(HouseholdMember.household_id).where(
        HouseholdMember.person_id == person_id, HouseholdMember.left_on.is_(None)
    )
    found = await session.scalars(
        select(Household)
        .where(Household.id.in_(belongs), Household.departed_on.is_(None))
        .order_by(Household.room_sort_key, Household.id)
        .options(WITH_MEMBERS)
    )
    return found.all()


def add_reveal(session: AsyncSession, reveal: Reveal) -> None:
    """Append to the log."""
    session.add(reveal)


async def list_reveals(
    session: AsyncSession, person_id: str, *, cursor: str | None, limit: int
) -> tuple[list[Reveal], str | None]:
    """Newest first; one query. The person was found within the caller's communities."""
    wanted = select(Reveal).where(Reveal.person_id == person_id)
    return await page_of(session, wanted, NEWEST_REVEALS, cursor=cursor, limit=limit)
