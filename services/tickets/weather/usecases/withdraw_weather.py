"""Take a mistaken entry back; visits that only it made due wait for rain again. Source: handbook T-17."""

from services.tickets.follow_ups import repository as follow_ups
from services.tickets.follow_ups.domain.visits import FOLLOW_UPS, FollowUpStatus, Move, due_with_rain
from services.tickets.requests.usecases.advancing import standing_of
from services.tickets.weather import repository as weather
from services.tickets.weather.domain.errors import NotOwnEntry, WeatherAlreadyWithdrawn
from services.tickets.weather.domain.kinds import RAINY
from services.tickets.weather.models import WeatherEntry
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def withdraw_weather(tx: Transaction, caller: Caller, entry_id: str, reason: str) -> WeatherEntry:
    """The entry stays in the book, crossed out. A visit that was tried already stays as it is.

    Raises NotFound, NotOwnEntry, WeatherAlreadyWithdrawn.
    """
    entry = await weather.lock_entry(tx.session, entry_id, caller.communities)
    if entry.recorded_by != caller.account_id and not standing_of(caller).is_lead:
        raise NotOwnEntry
    if entry.withdrawn_at is not None:
        raise WeatherAlreadyWithdrawn
    entry.withdrawn_at, entry.withdrawn_by, entry.withdrawn_reason = tx.now, caller.account_id, reason
    await tx.session.flush()
    if entry.kind in RAINY:
        await _wait_again(tx, entry)
    return entry


async def _wait_again(tx: Transaction, entry: WeatherEntry) -> None:
    """Each visit that the rain had brought forward falls due with the first rain that is left, or at its latest."""
    visits = await follow_ups.lock_rained_on(tx.session, entry.community_id, entry.at)
    if not visits:
        return
    earliest = min(completed_at for _, completed_at in visits)
    rains = await weather.rains_after(tx.session, entry.community_id, earliest)
    for visit, completed_at in visits:
        rained_at = next((rain for rain in rains if rain > completed_at), None)
        visit.due_at = due_with_rain(rained_at, visit.latest_at)
        visit.rain_awaited_since = completed_at if rained_at is None else None
        if visit.status == FollowUpStatus.DUE and visit.due_at > tx.now:
            visit.status = FOLLOW_UPS.next(FollowUpStatus.DUE, Move.WAIT_AGAIN)
