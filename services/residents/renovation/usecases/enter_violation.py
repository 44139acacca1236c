"""A breach goes on record, and stops the works where it must. Source: handbook R-35."""

from services.residents.renovation.domain.breaches import Breach, MeasureTaken, is_serious
from services.residents.renovation.domain.lifecycle import LIFECYCLE, Action, Status
from services.residents.renovation.hot_work.usecases.end_hot_work import stop_hot_works
from services.residents.renovation.models import Renovation, Violation
from services.residents.renovation.usecases.steps import advance
from services.residents.renovation.usecases.telling import state_of
from shared.contracts.residents import RenovationSuspended, RenovationViolationRecorded
from shared.kernel.ids import new_id
from shared.runtime.unit_of_work import Transaction


def violation_of(
    tx: Transaction, actor_id: str, breach: Breach, taken: MeasureTaken, *, note: str | None, notice_id: str | None
) -> Violation:
    """The row; `notice_id` where a rectification notice was given for it."""
    return Violation(
        id=new_id(),
        kind=breach.value,
        measure=taken.measure.value,
        is_serious=is_serious(breach),
        note=note,
        rectify_by=taken.rectify_by,
        legal_ground=taken.legal_ground.value if taken.legal_ground else None,
        legal_basis=taken.legal_basis,
        amount_fen=taken.amount_fen,
        notice_id=notice_id,
        recorded_by=actor_id,
        recorded_at=tx.now,
    )


async def enter_violation(tx: Transaction, renovation: Renovation, violation: Violation, *, stop: bool) -> None:
    """On record and told; with `stop` the works stand still, and no hot work goes on. Raises IllegalTransition."""
    must_stop = stop and renovation.status != Status.SUSPENDED
    if must_stop:
        LIFECYCLE.next(Status(renovation.status), Action.SUSPEND)
    renovation.violations.append(violation)
    advance(tx, renovation, Action.RECORD_VIOLATION, actor_id=violation.recorded_by, note=violation.note)
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
    if must_stop:
        await _stop(tx, renovation, violation)


async def _stop(tx: Transaction, renovation: Renovation, violation: Violation) -> None:
    # Two events of one version would look like one state told twice: a consumer that keeps the newest
    # would drop the suspension. From here on the row is also held against a hot work that is just being approved.
    await tx.session.flush()
    advance(tx, renovation, Action.SUSPEND, actor_id=violation.recorded_by, note=violation.kind)
    tx.publish(renovation, RenovationSuspended(**state_of(renovation), reason=violation.kind))
    await stop_hot_works(tx, renovation.id)
