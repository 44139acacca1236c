"""What billing tells about a renovation's charges; the last payment issues the permit. Source: handbook R-31.

The events come in any order and more than once: a charge is known by its posting or by a payment, whichever is
heard first; what it owes only goes down; a reversal stays.
"""

from collections.abc import Iterable

from services.residents.renovation import repository
from services.residents.renovation.domain.dues import ChargeState, all_settled, lower_outstanding
from services.residents.renovation.domain.lifecycle import Status
from services.residents.renovation.models import Renovation, RenovationCharge
from services.residents.renovation.usecases.issue_permit import issue_permit
from services.residents.versions import touch
from shared.contracts.billing import Allocation, ChargePosted, ChargeReversed, PaymentReceived
from shared.contracts.common import Cause
from shared.contracts.envelope import CloudEvent
from shared.runtime.unit_of_work import Transaction

_KIND = "renovation"


class UnknownRenovation(LookupError):
    """Money for a renovation that this community does not have: tried again, then kept as a dead letter."""


async def follow_posted(tx: Transaction, envelope: CloudEvent, charge: ChargePosted) -> None:
    """What an item costs. Raises UnknownRenovation."""
    if charge.cause.kind != _KIND:
        return
    renovation = await _held(tx, envelope, charge.cause.id)
    known = _charge(renovation, charge.charge_id, charge.cause)
    known.amount_fen = charge.amount_fen
    known.outstanding_fen = lower_outstanding(known.outstanding_fen, charge.outstanding_fen)
    await _settle(tx, renovation)


async def follow_reversed(tx: Transaction, envelope: CloudEvent, charge: ChargeReversed) -> None:
    """The charge does not count any more. Raises UnknownRenovation."""
    if charge.cause.kind != _KIND:
        return
    renovation = await _held(tx, envelope, charge.cause.id)
    _charge(renovation, charge.charge_id, charge.cause).is_reversed = True
    touch(renovation, tx.now)


async def follow_payment(tx: Transaction, envelope: CloudEvent, payment: PaymentReceived) -> None:
    """What is still owed; when nothing is, the permit is issued. Raises UnknownRenovation."""
    ours = [part for part in payment.allocations if part.cause.kind == _KIND]
    for renovation_id in sorted({part.cause.id for part in ours}):
        renovation = await _held(tx, envelope, renovation_id)
        _allocate(renovation, (part for part in ours if part.cause.id == renovation_id))
        await _settle(tx, renovation)


def _allocate(renovation: Renovation, parts: Iterable[Allocation]) -> None:
    for part in parts:
        known = _charge(renovation, part.charge_id, part.cause)
        known.outstanding_fen = lower_outstanding(known.outstanding_fen, part.outstanding_fen)


async def _held(tx: Transaction, envelope: CloudEvent, renovation_id: str) -> Renovation:
    renovation = await repository.hold_renovation(tx.session, renovation_id, envelope.community)
    if renovation is None:
        raise UnknownRenovation(renovation_id)
    return renovation


def _charge(renovation: Renovation, charge_id: str, cause: Cause) -> RenovationCharge:
    for known in renovation.charges:
        if known.charge_id == charge_id:
            return known
    heard = RenovationCharge(
        charge_id=charge_id, item=cause.item, amount_fen=None, outstanding_fen=None, is_reversed=False
    )
    renovation.charges.append(heard)
    return heard


async def _settle(tx: Transaction, renovation: Renovation) -> None:
    touch(renovation, tx.now)
    states = [ChargeState(c.item, c.outstanding_fen, c.is_reversed) for c in renovation.charges]
    if renovation.status == Status.APPROVED and all_settled((due.item for due in renovation.dues), states):
        await issue_permit(tx, renovation)
