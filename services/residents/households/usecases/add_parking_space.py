"""Enter a parking space that a household owns or leases. Source: handbook R-02."""

from datetime import date

from services.residents.households import repository
from services.residents.households.domain.errors import SpaceTaken
from services.residents.households.domain.membership import day_within
from services.residents.households.models import Household, ParkingSpace
from services.residents.households.schemas import ParkingSpaceBody
from services.residents.households.usecases.parts import begun_on, must_have_room, present_household, tell_changed
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction

_LAST_DAY = date(2200, 12, 31)


async def add_parking_space(tx: Transaction, caller: Caller, household_id: str, body: ParkingSpaceBody) -> Household:
    """The household. Raises UnknownRoom, NotAParkingSpace, SpaceTaken, TooManyOnRegister, DayOutOfRange, Departed."""
    household, today = await present_household(tx, caller, household_id)
    room = None
    if body.room_code is not None:
        room = await repository.parking_room(tx.session, household.community_id, body.room_code, pointer="/room_code")
        if await repository.space_holder(tx.session, room.id) is not None:
            raise SpaceTaken(pointer="/room_code", label=room.code)

    must_have_room([space for space in household.parking_spaces if space.removed_on is None])
    since = begun_on(body.since, today)
    until = body.until and day_within(body.until, first=since, last=_LAST_DAY, pointer="/until")

    household.parking_spaces.append(
        ParkingSpace(
            id=new_id(),
            community_id=household.community_id,
            room_id=room.id if room else None,
            label=room.code if room else body.label,
            tenure=body.tenure.value,
            since=since,
            until=until,
            removed_on=None,
        )
    )

    tell_changed(tx, household)
    return household
