"""The deposit was paid back: the renovation shows it. Source: handbook R-36, B-09."""

from services.residents.renovation import repository as renovations
from services.residents.renovation.models import DepositRefund
from services.residents.renovation.usecases.follow_charges import UnknownRenovation
from services.residents.renovation.usecases.steps import record_step
from services.residents.versions import touch
from shared.contracts.billing import DepositRefunded
from shared.contracts.envelope import CloudEvent
from shared.runtime.replicas import keep_newest
from shared.runtime.unit_of_work import Transaction

_KIND = "renovation"


async def follow_refund(tx: Transaction, envelope: CloudEvent, refund: DepositRefunded) -> None:
    """Once per deposit, however often it is told. Raises UnknownRenovation."""
    if refund.cause.kind != _KIND:
        return
    renovation = await renovations.hold_renovation(tx.session, refund.cause.id, envelope.community)
    if renovation is None:
        raise UnknownRenovation(refund.cause.id)
    is_news = await keep_newest(
        tx.session,
        DepositRefund,
        id=refund.deposit_id,
        renovation_id=renovation.id,
        paid_fen=refund.paid_fen,
        deducted_fen=refund.deducted_fen,
        refunded_fen=refund.refunded_fen,
        voucher_number=refund.voucher_number,
        refunded_at=refund.refunded_at,
        version=refund.version,
    )
    if is_news:
        record_step(tx, renovation, "deposit_refunded", actor_id=None, note=refund.voucher_number)
        touch(renovation, tx.now)
