"""How every change of a household begins and ends. Source: handbook R-02, R-05."""

from collections.abc import Collection
from datetime import date

from services.residents.households import repository
from services.residents.households.domain.belongings import MOST_OF_A_KIND
from services.residents.households.domain.errors import Departed, TooManyOnRegister
from services.residents.households.domain.membership import FIRST_DAY, day_within
from services.residents.households.models import Household
from services.residents.households.usecases.telling import state_of
from services.residents.premises import repository as premises
from shared.contracts.residents import HouseholdChanged
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def present_household(tx: Transaction, caller: Caller, household_id: str) -> tuple[Household, date]:
    """The household whole, and its community's present day. Raises NotFound, Stale, Departed."""
    household = await repository.load_whole_household(tx.session, household_id, caller.communities)
    tx.guard(household)
    if household.departed_on is not None:
        raise Departed(departed_on=household.departed_on.isoformat())
    community = await premises.load_community(tx.session, household.community_id, caller.communities)
    return household, tx.now.astimezone(community.zone).date()


def tell_changed(tx: Transaction, household: Household) -> None:
    """Its version moves with it, whatever part was changed."""
    tx.publish(household, HouseholdChanged(**state_of(household)))


def must_have_room(entries: Collection[object]) -> None:
    """Raises TooManyOnRegister."""
    if len(entries) >= MOST_OF_A_KIND:
        raise TooManyOnRegister(most=MOST_OF_A_KIND)


def begun_on(given: date | None, today: date) -> date:
    """Raises DayOutOfRange."""
    return day_within(given, first=FIRST_DAY, last=today, pointer="/since")
