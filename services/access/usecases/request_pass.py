"""Ask for a resident pass. Source: handbook A-30."""

from services.access.domain.errors import NotOfHousehold, UnknownRoom
from services.access.domain.lifecycle import Kind
from services.access.domain.policy import is_beyond_quota
from services.access.models import Pass
from services.access.repository import passes, replicas
from services.access.schemas.passes import PassOpening
from services.access.usecases.opening import Place, Wish, open_pass
from services.access.usecases.telling import state_of
from shared.contracts.access import PassRequested
from shared.kernel.errors import InvalidField
from shared.kernel.text import Text
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def request_pass(tx: Transaction, caller: Caller, opening: PassOpening) -> Pass:
    """The requested pass; beyond the free ones it waits for its fee. Raises UnknownRoom, NotOfHousehold."""
    community_id = caller.community(opening.community_id)
    if opening.holder_id is None:
        raise InvalidField(
            pointer="/holder_id", reason=Text(zh="请指明住户成员", en="Name the member of the household")
        )
    room = await replicas.find_room(tx.session, community_id, opening.room_code)
    if room is None:
        raise UnknownRoom(pointer="/room_code", room_code=opening.room_code)
    household = await replicas.lock_household_with(tx.session, room.id, opening.holder_id)
    if household is None:
        raise NotOfHousehold(pointer="/holder_id", room_code=opening.room_code)

    before = await passes.count_resident_passes(tx.session, household.id, opening.holder_id)
    names = {member["person_id"]: member["display_name"] for member in household.members}
    wish = Wish(
        holder_id=opening.holder_id,
        holder_name=names[opening.holder_id],
        purpose=opening.purpose,
        beyond_quota=is_beyond_quota(before),
        valid_from=opening.valid_from,
        valid_until=opening.valid_until,
    )

    place = Place(community_id, room.id, room.code, household.id)
    card = await open_pass(tx, Kind.RESIDENT, place, wish, actor_id=caller.account_id)

    tx.publish(card, PassRequested(**state_of(card)))
    return card
