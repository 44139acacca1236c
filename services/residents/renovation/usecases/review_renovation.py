"""Review: begin it, confirm the plan against the convention, or ask for a change. Source: handbook R-30."""

from services.residents.renovation import repository
from services.residents.renovation.domain.lifecycle import Action
from services.residents.renovation.models import Renovation
from services.residents.renovation.usecases.steps import advance
from services.residents.renovation.usecases.telling import state_of
from shared.contracts.residents import RenovationRevisionAsked
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def start_review(tx: Transaction, caller: Caller, renovation_id: str) -> Renovation:
    """Somebody looks at it. Raises IllegalTransition."""
    renovation = await repository.load_renovation(tx.session, renovation_id, caller.communities)
    tx.guard(renovation)
    advance(tx, renovation, Action.START_REVIEW, actor_id=caller.account_id)
    return renovation


async def review_plan(tx: Transaction, caller: Caller, renovation_id: str, note: str | None) -> Renovation:
    """The plan agrees with the convention. Raises IllegalTransition."""
    renovation = await repository.load_renovation(tx.session, renovation_id, caller.communities)
    tx.guard(renovation)
    advance(tx, renovation, Action.REVIEW_PLAN, actor_id=caller.account_id, note=note)
    renovation.plan_reviewed_by = caller.account_id
    return renovation


async def ask_revision(tx: Transaction, caller: Caller, renovation_id: str, what: str) -> Renovation:
    """Back to the applicant; what was asked stays in the history, no words travel. Raises IllegalTransition."""
    renovation = await repository.load_renovation(tx.session, renovation_id, caller.communities)
    tx.guard(renovation)
    advance(tx, renovation, Action.ASK_REVISION, actor_id=caller.account_id, note=what)
    renovation.plan_reviewed_by = None
    tx.publish(renovation, RenovationRevisionAsked(**state_of(renovation)))
    return renovation
