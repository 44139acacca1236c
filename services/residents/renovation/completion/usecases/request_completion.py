"""The works are done: ask for the completion inspection. Source: handbook R-36."""

from services.residents.renovation import repository
from services.residents.renovation.domain.lifecycle import Action
from services.residents.renovation.models import Completion, Renovation
from services.residents.renovation.usecases.steps import advance
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def request_completion(tx: Transaction, caller: Caller, renovation_id: str, note: str | None) -> Renovation:
    """Somebody else inspects, and another decides. Raises IllegalTransition."""
    renovation = await repository.load_renovation(tx.session, renovation_id, caller.communities)
    tx.guard(renovation)

    advance(tx, renovation, Action.REQUEST_COMPLETION, actor_id=caller.account_id, note=note)

    renovation.completions.append(
        Completion(id=new_id(), requested_by=caller.account_id, requested_at=tx.now, deductions=[], settled=[])
    )
    return renovation
