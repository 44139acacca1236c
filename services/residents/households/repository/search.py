"""The index that households are found by. Source: handbook R-03."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Select, and_, delete, false, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.residents.households.domain.search_terms import Pattern, Term
from services.residents.households.models import Household, HouseholdMember, SearchTerm, Vehicle
from shared.runtime.byte_order import begins_with
from shared.runtime.rows import is_inside

_TERM = SearchTerm.__table__.c


def found_by(patterns: Sequence[Pattern], communities: Collection[str]) -> Select[str]:
    """The ids of households that have a term of any of the patterns; the same id may come twice."""
    wanted = [and_(_TERM.kind == pattern.kind.value, begins_with(_TERM.term, pattern.prefix)) for pattern in patterns]
    return select(_TERM.household_id).where(
        is_inside(_TERM.community_id, communities), or_(*wanted) if wanted else false()
    )


async def plates_of(session: AsyncSession, household_ids: Collection[str]) -> dict[str, list[str]]:
    """The plates of present vehicles per household; one query."""
    found = await session.execute(
        select(Vehicle.household_id, Vehicle.plate).where(
            Vehicle.household_id.in_(household_ids), Vehicle.removed_on.is_(None)
        )
    )
    plates: dict[str, list[str]] = {}
    for household_id, plate in found:
        plates.setdefault(household_id, []).append(plate)
    return plates


async def replace_terms(session: AsyncSession, terms: Mapping[Household, Sequence[Term]]) -> None:
    """Two statements, however many households."""
    ids = [household.id for household in terms]
    await session.execute(delete(SearchTerm).where(SearchTerm.household_id.in_(ids)))
    rows = [
        {
            "household_id": household.id,
            "kind": term.kind.value,
            "term": term.text,
            "person_id": term.person_id,
            "community_id": household.community_id,
        }
        for household, its_terms in terms.items()
        for term in its_terms
    ]
    await session.execute(insert(SearchTerm), rows)


async def unindexed_households(session: AsyncSession, version: int, *, limit: int) -> Sequence[Household]:
    """Households whose terms were not computed by these rules, held until the commit, with their members."""
    computed = Household.search_terms_version
    found = await session.scalars(
        select(Household)
        .where(or_(computed.is_(None), computed < version, computed > version))
        .order_by(Household.id)
        .limit(limit)
        .options(selectinload(Household.members).selectinload(HouseholdMember.person))
        .with_for_update(skip_locked=True, of=Household)
    )
    return found.all()


async def mark_indexed(session: AsyncSession, households: Sequence[Household], version: int) -> None:
    """Without a new version of the rows: what is found by what is no change of a household."""
    ids = [household.id for household in households]
    await session.execute(
        update(Household)
        .where(Household.id.in_(ids))
        .values(search_terms_version=version)
        .execution_options(synchronize_session=False)
    )
