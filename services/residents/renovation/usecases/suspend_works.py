"""A breach stops the works at once. Source: handbook R-35."""

from services.residents.renovation import repository
from services.residents.renovation.domain.breaches import is_serious
from services.residents.renovation.domain.lifecycle import LIFECYCLE, Action, Status
from services.residents.renovation.models import Renovation, Violation
from services.residents.renovation.schemas.asked import SuspensionBody
from services.residents.renovation.usecases.steps import advance
from services.residents.renovation.usecases.telling import state_of
from shared.contracts.residents import RenovationSuspended, RenovationViolationRecorded
from shared.kernel.ids import new_id
from shared.runtime.http.security import Caller
from shared.runtime.unit_of_work import Transaction


async def suspend_works(tx: Transaction, caller: Caller, renovation_id: str, body: SuspensionBody) -> Renovation:
    """The breach is on record and the works stand still. Raises IllegalTransition."""
    renovation = await repository.load_renovation(tx.session, renovation_id, caller.communities)
    tx.guard(renovation)

    LIFECYCLE.next(Status(renovation.status), Action.SUSPEND)
    violation = Violation(
        id=new_id(),
        kind=body.kind.value,
        measure=body.measure.value,
        is_serious=is_serious(body.kind),
        note=body.note,
        recorded_by=caller.account_id,
        recorded_at=tx.now,
    )

    renovation.violations.append(violation)
    tx.publish(
        renovation,
        RenovationViolationRecorded(
            **state_of(renovation),
            violation_id=violation.id,
            kind=violation.kind,
            measure=violation.measure,
            serious=violation.is_serious,
        ),
    )
    # Two events of one version would look like one state told twice: a consumer that keeps the newest
    # would drop the suspension.
    await tx.session.flush()
    advance(tx, renovation, Action.SUSPEND, actor_id=caller.account_id, note=body.note)
    tx.publish(renovation, RenovationSuspended(**state_of(renovation), reason=violation.kind))
    return renovation
