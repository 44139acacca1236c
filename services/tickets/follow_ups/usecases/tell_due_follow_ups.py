"""Tell the visits whose time has come. Source: handbook T-17."""

from services.tickets.follow_ups import repository as follow_ups
from services.tickets.follow_ups.domain.visits import FOLLOW_UPS, FollowUpStatus, Move
from services.tickets.requests.usecases.telling import visit_of
from shared.contracts.tickets import FollowUpDue
from shared.runtime.unit_of_work import Transaction


async def tell_due_follow_ups(tx: Transaction, *, limit: int) -> int:
    """How many fell due, at most `limit`; each is told once."""
    fallen_due = await follow_ups.lock_fallen_due(tx.session, tx.now, limit)
    for follow_up in fallen_due:
        follow_up.status = FOLLOW_UPS.next(FollowUpStatus(follow_up.status), Move.FALL_DUE)
        tx.publish(follow_up, FollowUpDue(**visit_of(follow_up)))
    return len(fallen_due)
