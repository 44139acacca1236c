"""What a payment brings of a deposit is held for the household. Source: handbook B-09."""

from collections.abc import Sequence

from services.billing.domain.deposits import DepositStatus
from services.billing.domain.tariff import Nature
from services.billing.models import Charge, Deposit, Payment
from services.billing.repository import deposits
from shared.kernel.ids import new_id
from shared.runtime.unit_of_work import Transaction


async def hold_deposits(tx: Transaction, payment: Payment) -> None:
    """One deposit per charge, growing with each payment of it. The household is locked by the caller.

    A charge takes no more money once its deposit was released: what was not paid of it falls away then.
    """
    parts = [part for part in payment.allocations if part.charge.nature == Nature.DEPOSIT]
    held = await deposits.lock_deposits_of(tx.session, _ids([part.charge for part in parts])) if parts else {}
    for part in parts:
        deposit = held.get(part.charge.id)
        if deposit is None:
            tx.session.add(_deposit(tx, payment, part.charge, part.amount_fen))
        else:
            deposit.paid_fen += part.amount_fen


def _ids(rows: Sequence[Charge]) -> list[str]:
    return [row.id for row in rows]


def _deposit(tx: Transaction, payment: Payment, charge: Charge, amount_fen: int) -> Deposit:
    return Deposit(
        id=new_id(),
        community_id=charge.community_id,
        created_at=tx.now,
        version=1,
        event_sequence=0,
        charge_id=charge.id,
        household_id=charge.household_id,
        room_id=charge.room_id,
        room_code=charge.room_code,
        payer_name=payment.payer_name,
        item=charge.item,
        name_zh=charge.name_zh,
        name_en=charge.name_en,
        cause_kind=charge.cause_kind,
        cause_id=charge.cause_id,
        status=DepositStatus.HELD,
        paid_fen=amount_fen,
        deducted_fen=0,
        uncovered_fen=0,
        refunded_fen=0,
        deductions=[],
    )
