"""Works begin, and go on after what stopped them was put right. Source: handbook R-30, R-35."""

from services.residents.premises import repository as premises
from services.residents.renovation import repository
from services.residents.renovation.domain.errors import NotCured
from services.residents.renovation.domain.lifecycle import LIFECYCLE, Action, Status
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
    community = await premises.load_community(tx.session, renovation.community_id, caller.communities)
    advance(tx, renovation, Action.START, actor_id=caller.account_id)
    renovation.started_on = tx.now.astimezone(community.zone).date()
    return renovation


async def resume_works(tx: Transaction, caller: Caller, renovation_id: str, note: str | None) -> Renovation:
    """Nobody resumes what isn't cured. Raises IllegalTransition, NotCured."""
    renovation = await repository.load_renovation(tx.session, renovation_id, caller.communities)
    tx.guard(renovation)

    LIFECYCLE.next(Status(renovation.status), Action.RESUME)
    if still_open := [violation for violation in renovation.violations if violation.cured_at is None]:
        raise NotCured(open=len(still_open))

    advance(tx, renovation, Action.RESUME, actor_id=caller.account_id, note=note)
    tx.publish(renovation, RenovationResumed(**state_of(renovation)))
    return renovation
