"""Add a paper until the decision. Source: handbook R-30."""

from services.residents.renovation import repository
from services.residents.renovation.domain.lifecycle import Action
from services.residents.renovation.domain.papers import PaperKind
from services.residents.renovation.models import Renovation
from services.residents.renovation.schemas.asked import PaperBody
from services.residents.renovation.usecases.parts import papers_of
from services.residents.renovation.usecases.steps import advance
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def hand_in_paper(tx: Transaction, caller: Caller, renovation_id: str, body: PaperBody) -> Renovation:
    """A new plan voids the review of the old one. Raises IllegalTransition."""
    renovation = await repository.load_renovation(tx.session, renovation_id, caller.communities)
    tx.guard(renovation)

    advance(tx, renovation, Action.HAND_IN_PAPER, actor_id=caller.account_id, note=body.kind.value)

    renovation.papers.extend(papers_of(tx, caller, [body]))
    if body.kind is PaperKind.PLAN:
        renovation.plan_reviewed_by = None
    return renovation
