"""What several of the households' routes are made of."""

from collections.abc import Callable
from functools import partial
from typing import Annotated

from fastapi import Depends, Path, Request

from services.residents.households.models import Household
from services.residents.households.schemas import HouseholdView, WholeHouseholdView
from shared.runtime.http.fields import Identifier

HouseholdId = Annotated[Identifier, Path()]
PersonId = Annotated[Identifier, Path()]


async def year_of(request: Request) -> int:
    """Dependency: the present year by the service's clock, which ages are told by."""
    year: int = request.app.state.clock.now().year
    return year


Year = Annotated[int, Depends(year_of)]


async def view_of(year: Year) -> Callable[[Household], HouseholdView]:
    """Dependency: how a household is answered."""
    return partial(HouseholdView.of, year=year)


async def whole_view_of(year: Year) -> Callable[[Household], WholeHouseholdView]:
    """Dependency: how a household is answered with its whole register."""
    return partial(WholeHouseholdView.of, year=year)


View = Annotated[Callable[[Household], HouseholdView], Depends(view_of)]
WholeView = Annotated[Callable[[Household], WholeHouseholdView], Depends(whole_view_of)]
