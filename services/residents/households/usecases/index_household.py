"""Keep what a household is found by in step with its register. Source: handbook R-03."""

from collections.abc import Collection, Iterator, Sequence

from services.residents.households import repository
from services.residents.households.domain.search_terms import TERMS_VERSION, Term, terms_of
from services.residents.households.models import Household, Person
from shared.runtime.context import Context
from shared.runtime.unit_of_work import Transaction, UnitOfWork

_BATCH = 200


async def index_household(tx: Transaction, household: Household) -> None:
    """Comes last in a use case: the household's own row is written first, so that of two changes one waits.

    Its members must be loaded, or be new.
    """
    household.search_terms_version = TERMS_VERSION
    await tx.session.flush()
    await _replace(tx, [household])


async def index_households(unit_of_work: UnitOfWork, context: Context) -> None:
    """Those that were written in bulk, or before there was an index or its present rules; in batches."""
    is_more = True
    while is_more:
        async with unit_of_work.begin(context) as tx:
            households = await repository.unindexed_households(tx.session, TERMS_VERSION, limit=_BATCH)
            if households:
                await _replace(tx, households)
                await repository.mark_indexed(tx.session, households, TERMS_VERSION)
            is_more = len(households) == _BATCH


async def _replace(tx: Transaction, households: Sequence[Household]) -> None:
    plates = await repository.plates_of(tx.session, [household.id for household in households])
    terms = {household: search_terms(household, plates.get(household.id, ())) for household in households}
    await repository.replace_terms(tx.session, terms)


def search_terms(household: Household, plates: Collection[str]) -> list[Term]:
    """By its present members; a departed household by those whom it had at the end."""
    persons = list(_found_by(household))
    return terms_of(
        [(one.id, name) for one in persons for name in (one.name, one.preferred_name) if name],
        [(one.id, one.phone) for one in persons if one.phone],
        plates,
        household.room_code,
    )


def _found_by(household: Household) -> Iterator[Person]:
    for member in household.members:
        if member.left_on is None or member.left_on == household.departed_on:
            yield member.person
