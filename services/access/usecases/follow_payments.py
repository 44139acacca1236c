"""Learn which pass fees are settled. Source: handbook A-30, A-31, B-17."""

from services.access.repository import passes, replicas
from services.access.usecases.follow_renovations import WORKER_PASS_ITEM
from services.access.usecases.settle_passes import settle_passes
from shared.contracts.billing import PaymentReceived
from shared.contracts.envelope import CloudEvent
from shared.runtime.unit_of_work import Transaction


async def follow_payment(tx: Transaction, envelope: CloudEvent, payment: PaymentReceived) -> None:
    """A charge that owes nothing any more satisfies the renovation's passes, or the one resident pass."""
    settled = [part.cause for part in payment.allocations if part.outstanding_fen == 0]
    for renovation_id in sorted(
        {cause.id for cause in settled if cause.kind == "renovation" and cause.item == WORKER_PASS_ITEM}
    ):
        works = await replicas.enter_renovation(tx.session, renovation_id, envelope.community)
        works.standing = works.standing.paid(payment.received_at)
        await settle_passes(tx, works)
    for pass_id in sorted({cause.id for cause in settled if cause.kind == "pass"}):
        card = await passes.lock_pass_by_id(tx.session, pass_id)
        if card is None:
            msg = f"payment {payment.payment_id} is for a pass that is not here: {pass_id}"
            raise LookupError(msg)
        card.fee_paid_at = card.fee_paid_at or payment.received_at
