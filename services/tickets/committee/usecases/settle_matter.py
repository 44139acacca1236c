"""Answer, report or withdraw a matter; tell those that nobody settled in time. Source: handbook T-26."""

from services.tickets.committee import repository
from services.tickets.committee.domain.errors import OnlyQuestionsAreWithdrawn
from services.tickets.committee.domain.matters import MATTERS, MatterAction, MatterKind, MatterStatus
from services.tickets.committee.models import CommitteeMatter
from services.tickets.committee.schemas import Settling
from services.tickets.committee.usecases.raise_matter import told_of
from shared.contracts.tickets import CommitteeMatterBreached
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def settle_matter(tx: Transaction, caller: Caller, matter_id: str, body: Settling) -> CommitteeMatter:
    """Who comes late has the breach on record, however late the timer is. Raises IllegalTransition."""
    matter = await _hold(tx, caller, matter_id)
    status = MATTERS.next(MatterStatus(matter.status), MatterAction.SETTLE)
    if matter.due_at < tx.now:
        _breach(tx, matter)
    matter.status = status
    matter.settled_at = tx.now
    matter.settled_by = caller.account_id
    matter.answer = body.answer
    return matter


async def withdraw_matter(tx: Transaction, caller: Caller, matter_id: str) -> CommitteeMatter:
    """Raises IllegalTransition, OnlyQuestionsAreWithdrawn."""
    matter = await _hold(tx, caller, matter_id)
    status = MATTERS.next(MatterStatus(matter.status), MatterAction.WITHDRAW)
    if matter.kind != MatterKind.QUESTION:
        raise OnlyQuestionsAreWithdrawn
    matter.status = status
    matter.settled_at = tx.now
    matter.settled_by = caller.account_id
    return matter


async def tell_overdue(tx: Transaction, *, limit: int) -> int:
    """How many were told, at most `limit`; each is told once."""
    overdue = await repository.lock_overdue(tx.session, tx.now, limit)
    for matter in overdue:
        _breach(tx, matter)
    return len(overdue)


def _breach(tx: Transaction, matter: CommitteeMatter) -> None:
    if matter.breached_at is None:
        matter.status = MATTERS.next(MatterStatus(matter.status), MatterAction.BREACH)
        matter.breached_at = matter.due_at
        tx.publish(matter, CommitteeMatterBreached(**told_of(matter)))


async def _hold(tx: Transaction, caller: Caller, matter_id: str) -> CommitteeMatter:
    matter = await repository.load_matter(tx.session, matter_id, caller.communities, for_change=True)
    tx.guard(matter)
    return matter
