"""Hand the application in, again after a revision. Source: handbook R-30."""

from services.residents.renovation import repository
from services.residents.renovation.domain.lifecycle import Action
from services.residents.renovation.models import Renovation
from services.residents.renovation.usecases.steps import advance
from services.residents.renovation.usecases.telling import state_of
from shared.contracts.residents import RenovationSubmitted
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def submit_renovation(tx: Transaction, caller: Caller, renovation_id: str) -> Renovation:
    """Who submits may not decide later. Raises IllegalTransition."""
    renovation = await repository.load_renovation(tx.session, renovation_id, caller.communities)
    tx.guard(renovation)

    advance(tx, renovation, Action.SUBMIT, actor_id=caller.account_id)

    renovation.submitted_by = caller.account_id
    tx.publish(renovation, RenovationSubmitted(**state_of(renovation)))
    return renovation
