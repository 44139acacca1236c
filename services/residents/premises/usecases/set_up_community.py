"""Set up a community. Source: handbook R-01, T-13."""

from services.residents.premises import repository
from services.residents.premises.domain.setting_up import (
    CodeTaken,
    CommunityKnown,
    must_be_sound,
)
from services.residents.premises.models import Community
from services.residents.premises.schemas import CommunityBody
from services.residents.premises.usecases.telling import community_event
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def set_up_community(tx: Transaction, caller: Caller, body: CommunityBody) -> Community:
    """The community of the caller's own id. Raises CommunityKnown, CodeTaken, InvalidField; NotFound for another's.

    Its id is there before it: the first administrator's account was made for it.
    """
    community_id = caller.community(body.community_id)
    if await repository.is_community(tx.session, community_id):
        raise CommunityKnown(pointer="/community_id")
    if await repository.is_code_taken(tx.session, body.code):
        raise CodeTaken(pointer="/code", code=body.code)

    community = Community(
        id=community_id,
        community_id=community_id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        code=body.code,
        name_zh=body.name_zh,
        name_en=body.name_en,
        time_zone=body.time_zone,
        reception_opens=body.reception_opens,
        reception_closes=body.reception_closes,
        calendar_entries=[entry.model_dump(mode="json") for entry in body.calendar_entries],
    )
    must_be_sound(
        community.time_zone, community.reception_opens, community.reception_closes, community.calendar_entries
    )

    tx.session.add(community)
    tx.publish(community, community_event(community))
    return community
