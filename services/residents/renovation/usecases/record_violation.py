"""A breach and one of the nine measures. Source: handbook R-35."""

from services.residents.premises import repository as premises
from services.residents.renovation import repository
from services.residents.renovation.domain.breaches import check_measure, stops_works
from services.residents.renovation.domain.errors import AlreadyCured
from services.residents.renovation.domain.lifecycle import LIFECYCLE, Action, Status
from services.residents.renovation.models import Renovation, Violation
from services.residents.renovation.schemas.asked import ViolationBody
from services.residents.renovation.usecases.enter_violation import enter_violation, violation_of
from services.residents.renovation.usecases.steps import record_step
from services.residents.versions import touch
from shared.kernel.errors import NotFound
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def record_violation(tx: Transaction, caller: Caller, renovation_id: str, body: ViolationBody) -> Renovation:
    """Works go on unless the breach or the measure stops them.

    Raises IllegalTransition, NeverForMoney, MeasureIncomplete.
    """
    renovation = await repository.load_renovation(tx.session, renovation_id, caller.communities)
    tx.guard(renovation)
    community = await premises.load_community(tx.session, renovation.community_id, caller.communities)

    LIFECYCLE.next(Status(renovation.status), Action.RECORD_VIOLATION)
    check_measure(body.taken(), tx.now.astimezone(community.zone).date())

    violation = violation_of(tx, caller.account_id, body.kind, body.taken(), note=body.note, notice_id=None)
    await enter_violation(tx, renovation, violation, stop=stops_works(body.kind, body.measure))
    return renovation


async def cure_violation(
    tx: Transaction, caller: Caller, renovation_id: str, violation_id: str, note: str | None
) -> Renovation:
    """An inspector saw that it was put right; works go on by their own decision. Raises AlreadyCured."""
    renovation = await repository.load_renovation(tx.session, renovation_id, caller.communities)
    tx.guard(renovation)
    violation = next((row for row in renovation.violations if row.id == violation_id), None)
    if violation is None:
        raise NotFound(what="violation")
    if violation.cured_at is not None:
        raise AlreadyCured
    cure(tx, violation, caller.account_id, note)
    record_step(tx, renovation, "cure_violation", actor_id=caller.account_id, note=violation.kind)
    touch(renovation, tx.now)
    return renovation


def cure(tx: Transaction, violation: Violation, actor_id: str, note: str | None) -> None:
    """Put right, as seen by `actor_id` now."""
    violation.cured_at = tx.now
    violation.cured_by = actor_id
    violation.cure_note = note
