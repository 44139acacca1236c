"""Works begin, and go on after what stopped them was put right. Source: handbook R-30, R-35."""

from services.residents.renovation import repository
from services.residents.renovation.domain.lifecycle import Action
from services.residents.renovation.models import Renovation
from services.residents.renovation.usecases.steps import advance
from services.residents.renovation.usecases.telling import state_of
from shared.contracts.residents import RenovationResumed
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def start_works(tx: Transaction, caller: Caller, renovation_id: str) -> Renovation:
    """The permit hangs at the door and the works begin. Raises IllegalTransition."""
    renovation = await repository.load_renovation(tx.session, renovation_id, caller.communities)
    tx.guard(renovation)
    advance(tx, renovation, Action.START, actor_id=caller.account_id)
    return renovation


async def resume_works(tx: Transaction, caller: Caller, renovation_id: str, note: str | None) -> Renovation:
    """Every open breach counts as cured. Raises IllegalTransition."""
    renovation = await repository.load_renovation(tx.session, renovation_id, caller.communities)
    tx.guard(renovation)

    advance(tx, renovation, Action.RESUME, actor_id=caller.account_id, note=note)

    for violation in renovation.violations:
        if violation.cured_at is None:
            violation.cured_at = tx.now
            violation.cured_by = caller.account_id
    tx.publish(renovation, RenovationResumed(**state_of(renovation)))
    return renovation
