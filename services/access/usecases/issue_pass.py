"""Hand a pass out. Source: handbook A-30, A-31, R-35."""

from services.access.domain.errors import FeeUnpaid, PeriodOver, WorksSuspended
from services.access.domain.lifecycle import Action
from services.access.models import Pass
from services.access.repository import passes, replicas
from services.access.schemas.passes import Issue
from services.access.usecases.advancing import advance
from services.access.usecases.telling import state_of
from shared.contracts.access import PassIssued
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def issue_pass(tx: Transaction, caller: Caller, pass_id: str, issue: Issue) -> Pass:
    """The issued pass. Raises NotFound, Stale, IllegalTransition, FeeUnpaid, WorksSuspended, PeriodOver."""
    card = await passes.lock_pass(tx.session, pass_id, caller.communities)
    tx.guard(card)
    advance(tx, card, Action.ISSUE, actor_id=caller.account_id)
    await _refuse_out_of_turn(tx, card)
    card.issued_at = tx.now
    card.received_by = issue.received_by

    tx.publish(card, PassIssued(**state_of(card)))
    return card


async def _refuse_out_of_turn(tx: Transaction, card: Pass) -> None:
    """What the pass's own state does not tell: its fee, the works, the calendar."""
    if card.beyond_quota and card.fee_paid_at is None:
        raise FeeUnpaid
    if card.renovation_id is not None:
        works = await replicas.lock_renovation(tx.session, card.renovation_id)
        if works is not None and works.standing.is_stopped:
            raise WorksSuspended
    if card.valid_until is not None:
        today = await replicas.today_in(tx.session, card.community_id, tx.now)
        if today > card.valid_until:
            raise PeriodOver(valid_until=card.valid_until)
