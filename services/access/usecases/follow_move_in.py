"""A household has taken over its room: keys are registered, passes asked for. Source: handbook A-20, A-30, R-24."""

from services.access.domain.keys import KeyClass, KeyStatus, Movement, lots
from services.access.domain.lifecycle import Kind
from services.access.domain.policy import MOST_PASSES_AT_ONCE, is_beyond_quota
from services.access.models import HouseholdReplica, Key, MoveInReplica
from services.access.repository import passes, replicas
from services.access.usecases.moving_keys import register
from services.access.usecases.opening import Place, Wish, open_pass
from services.access.usecases.take_from_household import take_from_household
from services.access.usecases.telling import state_of
from shared.contracts.access import PassRequested
from shared.contracts.envelope import CloudEvent
from shared.contracts.residents import MoveInCompleted, PassesWanted
from shared.kernel.ids import new_id
from shared.runtime.unit_of_work import Transaction


class HouseholdNotKnown(Exception):
    """The household has not arrived in the replica: the delivery is tried again later."""


async def follow_move_in(tx: Transaction, envelope: CloudEvent, move_in: MoveInCompleted) -> None:
    """Once per move-in. A household that was heard to have left meanwhile keeps nothing. Raises HouseholdNotKnown."""
    household = await replicas.lock_household(tx.session, move_in.household_id, envelope.community)
    if household is None:
        raise HouseholdNotKnown(move_in.household_id)
    is_new = await replicas.enter_once(
        tx.session,
        MoveInReplica,
        id=move_in.move_in_id,
        community_id=envelope.community,
        household_id=move_in.household_id,
        handed_over_on=move_in.handed_over_on,
    )
    if not is_new:
        return
    _register_keys(tx, envelope.community, move_in)
    has_left = await replicas.has_left(tx.session, household.id)
    if has_left:
        await tx.session.flush()
        await take_from_household(tx, household.id)
        return
    place = Place(envelope.community, move_in.room_id, move_in.room_code, household.id)
    for wanted in move_in.passes_wanted:
        await _request_passes(tx, household, place, wanted)


def _register_keys(tx: Transaction, community_id: str, move_in: MoveInCompleted) -> None:
    """What the owner signed for and what stays with the desk are two entries: they move apart."""
    for handed_over in move_in.keys:
        for status, count in lots(handed_over.count, handed_over.kept):
            key = _key(tx, community_id, move_in, status)
            key.label, key.count = handed_over.label[:64], count
            tx.session.add(key)
            register(tx, key, Movement.REGISTERED)


def _key(tx: Transaction, community_id: str, move_in: MoveInCompleted, status: KeyStatus) -> Key:
    return Key(
        id=new_id(),
        community_id=community_id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        key_class=KeyClass.RESIDENT,
        tag=move_in.room_code,
        status=status,
        room_id=move_in.room_id,
        room_code=move_in.room_code,
        household_id=move_in.household_id,
        move_in_id=move_in.move_in_id,
    )


async def _request_passes(tx: Transaction, household: HouseholdReplica, place: Place, wanted: PassesWanted) -> None:
    """The free ones first; each beyond them waits for its fee (A-30). Raises ValueError for more than anybody has."""
    if not 0 <= wanted.count <= MOST_PASSES_AT_ONCE:
        msg = f"{wanted.count} passes are wanted for {wanted.person_id}"
        raise ValueError(msg)
    names = {member["person_id"]: member["display_name"] for member in household.members}
    before = await passes.count_resident_passes(tx.session, household.id, wanted.person_id)
    for number in range(before, before + wanted.count):
        wish = Wish(
            holder_id=wanted.person_id,
            holder_name=names.get(wanted.person_id),
            beyond_quota=is_beyond_quota(number),
        )
        card = await open_pass(tx, Kind.RESIDENT, place, wish, actor_id=None)
        tx.publish(card, PassRequested(**state_of(card)))
    await tx.session.flush()  # a person named twice is counted once
