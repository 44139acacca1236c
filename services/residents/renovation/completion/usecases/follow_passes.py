"""What access tells of worker passes: completion waits for their return. Source: handbook R-36, events.md."""

from services.residents.renovation import repository as renovations
from services.residents.renovation.completion.models import WorkerPassReplica
from services.residents.renovation.usecases.follow_charges import UnknownRenovation
from shared.contracts.access import PassExpired, PassIssued, PassLost, PassRequested, PassReturned, PassSuspended
from shared.contracts.envelope import CloudEvent
from shared.kernel.errors import NotFound
from shared.runtime.replicas import keep_newest
from shared.runtime.unit_of_work import Transaction

PASS_EVENTS = ("pass.requested", "pass.issued", "pass.suspended", "pass.returned", "pass.expired", "pass.lost")
PassEvent = PassRequested | PassIssued | PassSuspended | PassReturned | PassExpired | PassLost


async def follow_pass(tx: Transaction, envelope: CloudEvent, card: PassEvent) -> None:
    """The newest state, in whatever order it is told; other kinds of passes are none of ours.

    Raises UnknownRenovation.
    """
    if card.renovation_id is None:
        return
    try:
        await renovations.require_renovation(tx.session, card.renovation_id, [envelope.community])
    except NotFound as unknown:
        raise UnknownRenovation(card.renovation_id) from unknown
    await keep_newest(
        tx.session,
        WorkerPassReplica,
        id=card.pass_id,
        renovation_id=card.renovation_id,
        worker_id=card.holder_id,
        number=card.number,
        status=card.status,
        version=card.version,
    )
