"""Enter what the sky did; what waited for rain falls due. Source: handbook T-17."""

from services.tickets.follow_ups import repository as follow_ups
from services.tickets.follow_ups.domain.visits import due_with_rain
from services.tickets.inserting import insert_new
from services.tickets.weather.domain.errors import NotYetHappened, WeatherAlreadyEntered
from services.tickets.weather.domain.kinds import RAINY
from services.tickets.weather.models import WeatherEntry
from services.tickets.weather.schemas import WeatherRecord
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def record_weather(tx: Transaction, caller: Caller, told: WeatherRecord) -> WeatherEntry:
    """The first rain after a leak's completion brings its visit forward.

    Raises NotYetHappened, WeatherAlreadyEntered.
    """
    community_id = caller.community(told.community_id)
    if told.at > tx.now:
        raise NotYetHappened(pointer="/at")

    entry = await insert_new(
        tx.session,
        WeatherEntry(
            id=new_id(),
            community_id=community_id,
            kind=told.kind.value,
            at=told.at,
            source=told.source.value,
            note=told.note,
            recorded_at=tx.now,
            recorded_by=caller.account_id,
        ),
    )
    if entry is None:
        raise WeatherAlreadyEntered(pointer="/at")

    if told.kind in RAINY:
        for follow_up in await follow_ups.lock_awaiting_rain(tx.session, community_id, entry.at):
            follow_up.due_at = due_with_rain(entry.at, follow_up.latest_at)
            follow_up.rain_awaited_since = None
    return entry
