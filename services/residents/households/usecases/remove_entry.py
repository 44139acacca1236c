"""Take a vehicle, a space or a pet off the register; it stays as history. Source: handbook R-02."""

from collections.abc import Callable, Sequence
from datetime import date

from services.residents.households.domain.errors import RemovedAlready
from services.residents.households.domain.membership import day_within
from services.residents.households.models import Household, ParkingSpace, Pet, Vehicle
from services.residents.households.schemas import RemovalBody
from services.residents.households.usecases.index_household import index_household
from services.residents.households.usecases.parts import present_household, tell_changed
from shared.kernel.errors import NotFound
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

Entry = Vehicle | ParkingSpace | Pet


async def remove_entry(
    tx: Transaction,
    caller: Caller,
    household_id: str,
    entry_id: str,
    body: RemovalBody,
    entries: Callable[[Household], Sequence[Entry]],
) -> Household:
    """The household; `entries` says of which kind. Raises NotFound, RemovedAlready, DayOutOfRange, Departed."""
    household, today = await present_household(tx, caller, household_id)
    entry = next((one for one in entries(household) if one.id == entry_id), None)
    if entry is None:
        raise NotFound(what="entry")

    if entry.removed_on is not None:
        raise RemovedAlready(day=entry.removed_on.isoformat())
    entry.removed_on = day_within(body.removed_on, first=entry.since, last=today, pointer="/removed_on")

    tell_changed(tx, household)
    if isinstance(entry, Vehicle):
        await index_household(tx, household)
    return household


def remove_all(household: Household, day: date) -> None:
    """A household that leaves takes everything along: its spaces are free for others."""
    everything: list[Entry] = [*household.vehicles, *household.parking_spaces, *household.pets]
    for entry in everything:
        if entry.removed_on is None:
            entry.removed_on = day
