"""Learn what became of a renovation, and bring its worker passes in line. Source: handbook A-31, flows 2.

The six events may come in any order, doubled or late, and around `payment.received`: each adds its fact to the
renovation's standing, and the passes follow from the standing alone.
"""

from typing import Final

from services.access.models import RenovationReplica
from services.access.repository import replicas
from services.access.usecases.settle_passes import settle_passes
from shared.contracts.envelope import CloudEvent
from shared.contracts.residents import (
    RenovationApproved,
    RenovationCompleted,
    RenovationPermitted,
    RenovationRejected,
    RenovationResumed,
    RenovationSuspended,
)
from shared.runtime.unit_of_work import Transaction

WORKER_PASS_ITEM: Final = "worker_pass"  # noqa: S105 - a tariff item, no password

RenovationEvent = (
    RenovationApproved
    | RenovationPermitted
    | RenovationSuspended
    | RenovationResumed
    | RenovationRejected
    | RenovationCompleted
)


async def follow_approval(tx: Transaction, envelope: CloudEvent, event: RenovationApproved) -> None:
    """One pass is requested per worker; where none of the charges is for passes, none has to be paid."""
    works = await _enter(tx, envelope, event)
    fee_due = any(due.item == WORKER_PASS_ITEM and due.quantity > 0 for due in event.charges_due)
    works.standing = works.standing.approved(event.version, fee_due=fee_due)
    await settle_passes(tx, works)


async def follow_permit(tx: Transaction, envelope: CloudEvent, event: RenovationPermitted) -> None:
    """The passes get the newest permit's period; with the fee paid the 30 minutes begin."""
    works = await _enter(tx, envelope, event)
    if event.version >= works.standing.permitted_version:
        works.permit_number = event.permit_number
        works.permit_code = event.permit_code
        works.valid_from = event.valid_from
        works.valid_until = event.valid_until
    works.standing = works.standing.permitted(event.version, event.permitted_at)
    await settle_passes(tx, works)


async def follow_suspension(tx: Transaction, envelope: CloudEvent, event: RenovationSuspended) -> None:
    """Issued passes must not open the gate from now on."""
    works = await _enter(tx, envelope, event)
    works.standing = works.standing.stopped(event.version)
    await settle_passes(tx, works)


async def follow_resumption(tx: Transaction, envelope: CloudEvent, event: RenovationResumed) -> None:
    """What the suspension took is given back."""
    works = await _enter(tx, envelope, event)
    works.standing = works.standing.resumed(event.version)
    await settle_passes(tx, works)


async def follow_rejection(tx: Transaction, envelope: CloudEvent, event: RenovationRejected) -> None:
    """Rejected or withdrawn: what was requested is refused."""
    works = await _enter(tx, envelope, event)
    works.standing = works.standing.ended(event.version)
    await settle_passes(tx, works)


async def follow_completion(tx: Transaction, envelope: CloudEvent, event: RenovationCompleted) -> None:
    """Passes that are still out are recalled: they open nothing, and are to be handed back (R-36)."""
    works = await _enter(tx, envelope, event)
    works.standing = works.standing.completed(event.version)
    await settle_passes(tx, works)


async def _enter(tx: Transaction, envelope: CloudEvent, event: RenovationEvent) -> RenovationReplica:
    """The renovation's locked row, with the newest of what every event says about it."""
    works = await replicas.enter_renovation(tx.session, event.renovation_id, envelope.community)
    if event.version >= works.version:
        works.version = event.version
        works.number = event.number
        works.status = event.status
        works.room_id = event.room_id
        works.room_code = event.room_code
        works.household_id = event.household_id
        works.contractor = event.contractor
        works.worker_ids = [worker.worker_id for worker in sorted(event.workers, key=lambda worker: worker.order)]
    return works
