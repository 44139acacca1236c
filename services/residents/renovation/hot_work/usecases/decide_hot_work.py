"""Security reviews, the manager approves; nobody twice, and nobody what they asked for. Source: handbook R-33."""

from services.residents.premises import repository as premises
from services.residents.renovation import repository as renovations
from services.residents.renovation.domain.errors import NotTheOwnReview
from services.residents.renovation.hot_work import repository
from services.residents.renovation.hot_work.domain import HOT_WORK, Action, Status, check_window, check_works
from services.residents.renovation.hot_work.models import HotWork
from services.residents.renovation.hot_work.usecases.telling import advance, refuse_over, state_of
from services.residents.renovation.policies import repository as policies
from shared.contracts.residents import HotWorkPermitted
from shared.kernel.errors import NotFound, OwnRequest
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def review_hot_work(tx: Transaction, caller: Caller, hot_work_id: str, note: str | None) -> HotWork:
    """Place, extinguishers and watcher were looked at. Raises OwnRequest, WindowOver, IllegalTransition."""
    hot_work = await _undecided(tx, caller, hot_work_id)
    advance(tx, hot_work, Action.REVIEW, actor_id=caller.account_id, note=note)
    hot_work.reviewed_by = caller.account_id
    return hot_work


async def approve_hot_work(tx: Transaction, caller: Caller, hot_work_id: str, note: str | None) -> HotWork:
    """The permit for the window.

    Raises OwnRequest, NotTheOwnReview, WindowOver, NoWorksGoOn, BadWindow, IllegalTransition.
    """
    hot_work = await _undecided(tx, caller, hot_work_id)
    HOT_WORK.next(Status(hot_work.status), Action.APPROVE)
    if caller.account_id == hot_work.reviewed_by:
        raise NotTheOwnReview
    # Held, so that the works are not stopped between this look and the commit.
    renovation = await renovations.hold_renovation(tx.session, hot_work.renovation_id, hot_work.community_id)
    if renovation is None:
        raise NotFound(what="renovation")
    community = await premises.load_community(tx.session, hot_work.community_id, caller.communities)
    policy = await policies.policy_of(tx.session, community.id)
    check_works(renovation.status)
    permit = renovation.permits[-1]
    check_window(
        hot_work.starts_at,
        hot_work.ends_at,
        now=tx.now,
        zone=community.zone,
        permit=(permit.valid_from, permit.valid_until),
        longest=policy.hot_work.longest,
    )

    advance(tx, hot_work, Action.APPROVE, actor_id=caller.account_id, note=note)
    hot_work.approved_by = caller.account_id
    hot_work.permitted_at = tx.now
    tx.publish(hot_work, HotWorkPermitted(**state_of(hot_work)))
    return hot_work


async def reject_hot_work(tx: Transaction, caller: Caller, hot_work_id: str, reason: str) -> HotWork:
    """Refused by the reviewer or the approver. Raises OwnRequest, WindowOver, IllegalTransition."""
    hot_work = await _undecided(tx, caller, hot_work_id)
    advance(tx, hot_work, Action.REJECT, actor_id=caller.account_id, note=reason)
    return hot_work


async def _undecided(tx: Transaction, caller: Caller, hot_work_id: str) -> HotWork:
    hot_work = await repository.load_hot_work(tx.session, hot_work_id, caller.communities)
    tx.guard(hot_work)
    if caller.account_id == hot_work.requested_by:
        raise OwnRequest
    refuse_over(tx, hot_work)
    return hot_work
