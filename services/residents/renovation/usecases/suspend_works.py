"""A breach stops the works at once. Source: handbook R-35."""

from services.residents.premises import repository as premises
from services.residents.renovation import repository
from services.residents.renovation.domain.breaches import check_measure
from services.residents.renovation.domain.lifecycle import LIFECYCLE, Action, Status
from services.residents.renovation.models import Renovation
from services.residents.renovation.schemas.asked import SuspensionBody
from services.residents.renovation.usecases.enter_violation import enter_violation, violation_of
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def suspend_works(tx: Transaction, caller: Caller, renovation_id: str, body: SuspensionBody) -> Renovation:
    """The breach is on record and the works stand still. Raises IllegalTransition, NeverForMoney, MeasureIncomplete."""
    renovation = await repository.load_renovation(tx.session, renovation_id, caller.communities)
    tx.guard(renovation)
    community = await premises.load_community(tx.session, renovation.community_id, caller.communities)

    LIFECYCLE.next(Status(renovation.status), Action.SUSPEND)
    check_measure(body.taken(), tx.now.astimezone(community.zone).date())

    violation = violation_of(tx, caller.account_id, body.kind, body.taken(), note=body.note, notice_id=None)
    await enter_violation(tx, renovation, violation, stop=True)
    return renovation
