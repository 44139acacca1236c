"""Record what a follow-up contact brought. Source: handbook T-18, T-19."""

from services.tickets.domain.duties import VisitorLevel
from services.tickets.domain.labels import CODE_TABLES
from services.tickets.follow_ups import repository as follow_ups
from services.tickets.follow_ups.domain.errors import OnSiteNeeded, ReasonNeeded, VisitorLevelTooLow
from services.tickets.follow_ups.domain.visits import (
    FOLLOW_UPS,
    WAITING,
    FollowUpPolicy,
    FollowUpStatus,
    Result,
    is_other_occasion,
    move_for,
)
from services.tickets.follow_ups.models import FollowUp, FollowUpAttempt
from services.tickets.follow_ups.schemas import FollowUpRecord
from services.tickets.policies.repository import find_policy
from services.tickets.policies.usecases.reading import follow_up_policy_of
from services.tickets.requests.domain.history import Step
from services.tickets.requests.models import Ticket
from services.tickets.requests.repository import tickets
from services.tickets.requests.usecases.advancing import record, renew, standing_of
from services.tickets.requests.usecases.open_rework import open_rework
from services.tickets.requests.usecases.telling import visit_of
from shared.contracts.tickets import FollowUpDone
from shared.kernel.errors import NotFound
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def record_follow_up(tx: Transaction, caller: Caller, follow_up_id: str, contact: FollowUpRecord) -> FollowUp:
    """Satisfied ends it, unsatisfied opens the rework, unreachable ends it after enough occasions.

    Raises VisitorLevelTooLow, ReasonNeeded, OnSiteNeeded, IllegalTransition.
    """
    follow_up = await follow_ups.load_follow_up(tx.session, follow_up_id, caller.communities, for_change=True)
    tx.guard(follow_up)
    ticket = await _ticket_of(tx, follow_up)
    policy = follow_up_policy_of(await find_policy(tx.session, follow_up.community_id), follow_up.community_id)
    if not standing_of(caller).may_visit(VisitorLevel(follow_up.visitor_level)):
        raise VisitorLevelTooLow(level=CODE_TABLES["visitor_level"][VisitorLevel(follow_up.visitor_level)])
    _check(follow_up, contact)

    _enter(tx, caller, follow_up, contact, policy)
    record(tx, ticket, Step.FOLLOW_UP, caller.account_id, note=contact.reason, result=contact.result.value)
    renew(ticket)
    if follow_up.status not in WAITING:
        await _finish(tx, caller, follow_up, ticket, contact)
    return follow_up


async def _ticket_of(tx: Transaction, follow_up: FollowUp) -> Ticket:
    ticket = await tickets.lock_ticket(tx.session, follow_up.ticket_id)
    if ticket is None:
        raise NotFound(what="ticket")
    return ticket


def _check(follow_up: FollowUp, contact: FollowUpRecord) -> None:
    if contact.result is Result.UNSATISFIED and contact.reason is None:
        raise ReasonNeeded(pointer="/reason")
    if contact.result is not Result.UNREACHABLE and follow_up.on_site_required and not contact.on_site:
        raise OnSiteNeeded(pointer="/on_site")


def _enter(
    tx: Transaction, caller: Caller, follow_up: FollowUp, contact: FollowUpRecord, policy: FollowUpPolicy
) -> None:
    """The attempt, whether it counts, and where that leaves the visit."""
    before = [attempt.at for attempt in follow_up.attempts if attempt.counts]
    counts = contact.result is Result.UNREACHABLE and is_other_occasion(tx.now, before, policy)
    failed = len(before) + counts
    move = move_for(contact.result, failed, policy)
    follow_up.status = FOLLOW_UPS.next(FollowUpStatus(follow_up.status), move)
    follow_up.failed_attempts = failed
    follow_up.attempts.append(
        FollowUpAttempt(
            id=new_id(),
            at=tx.now,
            by_id=caller.account_id,
            result=contact.result,
            counts=counts,
            on_site=contact.on_site,
            reason=contact.reason,
        )
    )


async def _finish(
    tx: Transaction, caller: Caller, follow_up: FollowUp, ticket: Ticket, contact: FollowUpRecord
) -> None:
    follow_up.done_at = tx.now
    follow_up.done_by = caller.account_id
    follow_up.on_site = contact.on_site
    follow_up.reason = contact.reason
    if contact.result is Result.UNSATISFIED:
        rework = await open_rework(tx, ticket, owner_id=caller.account_id, reason=contact.reason)
        follow_up.rework_ticket_id = rework.id
    done = visit_of(follow_up) | {"result": contact.result, "rework_ticket_id": follow_up.rework_ticket_id}
    tx.publish(follow_up, FollowUpDone(**done))
