"""What is known of a community changes. Source: handbook R-01, T-13."""

from services.residents.premises import repository
from services.residents.premises.domain.setting_up import must_be_sound
from services.residents.premises.models import Community
from services.residents.premises.schemas import CommunityChange
from services.residents.premises.usecases.telling import community_event
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def change_community(tx: Transaction, caller: Caller, community_id: str, change: CommunityChange) -> Community:
    """Its code stays: files and receipts are numbered with it. Raises NotFound, Stale, InvalidField."""
    community = await repository.load_community(tx.session, community_id, caller.communities)
    tx.guard(community)

    for name in change.model_fields_set - {"calendar_entries"}:
        setattr(community, name, getattr(change, name))
    if change.calendar_entries is not None:
        community.calendar_entries = [entry.model_dump(mode="json") for entry in change.calendar_entries]
    must_be_sound(
        community.time_zone, community.reception_opens, community.reception_closes, community.calendar_entries
    )

    tx.publish(community, community_event(community))
    return community
