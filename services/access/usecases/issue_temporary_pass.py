"""Hand out a temporary pass at the desk, at once. Source: handbook A-32."""

from datetime import date, timedelta

from services.access.domain.errors import PeriodRefused, UnknownRoom
from services.access.domain.lifecycle import Action, Kind
from services.access.domain.policy import TEMPORARY_PASS_DAYS
from services.access.models import Pass
from services.access.repository import replicas
from services.access.schemas.passes import PassOpening
from services.access.usecases.advancing import advance
from services.access.usecases.opening import Place, Wish, open_pass
from services.access.usecases.telling import state_of
from shared.contracts.access import PassIssued
from shared.kernel.errors import InvalidField
from shared.kernel.ids import new_id
from shared.kernel.text import Text
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def issue_temporary_pass(tx: Transaction, caller: Caller, opening: PassOpening) -> Pass:
    """The issued pass; its holder is a guest, known by name alone. Raises UnknownRoom, PeriodRefused."""
    community_id = caller.community(opening.community_id)
    if opening.holder_name is None:
        raise InvalidField(pointer="/holder_name", reason=Text(zh="请填写持证人姓名", en="Name the holder"))
    room = await replicas.find_room(tx.session, community_id, opening.room_code)
    if room is None:
        raise UnknownRoom(pointer="/room_code", room_code=opening.room_code)
    household = await replicas.present_household(tx.session, room.id)
    today = await replicas.today_in(tx.session, community_id, tx.now)

    valid_from, valid_until = _period(opening, today)
    wish = Wish(
        holder_id=new_id(),
        holder_name=opening.holder_name,
        purpose=opening.purpose,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    place = Place(community_id, room.id, room.code, household.id if household else None)
    card = await open_pass(tx, Kind.TEMPORARY, place, wish, actor_id=caller.account_id)
    advance(tx, card, Action.ISSUE, actor_id=caller.account_id)
    card.issued_at = tx.now
    card.received_by = opening.holder_name

    tx.publish(card, PassIssued(**state_of(card)))
    return card


def _period(opening: PassOpening, today: date) -> tuple[date, date]:
    """From today, to the day asked for; that day is included."""
    latest = today + timedelta(days=TEMPORARY_PASS_DAYS)
    if opening.valid_until is None:
        raise InvalidField(pointer="/valid_until", reason=Text(zh="请填写有效期止", en="Say until when"))
    if not today <= opening.valid_until <= latest:
        raise PeriodRefused(pointer="/valid_until", earliest=today, latest=latest)
    return today, opening.valid_until
