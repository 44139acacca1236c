"""A renovation that was withdrawn after its approval owes nothing. Source: handbook R-30, B-07; flow 2."""

from services.billing.domain.charging import CauseKind, ChargeStatus, charge_status
from services.billing.domain.errors import PayerNotKnown
from services.billing.models import RenovationWithdrawal
from services.billing.repository import charges, replicas
from services.billing.usecases.credit_charge import CreditReason, credit_charge
from shared.contracts.envelope import CloudEvent
from shared.contracts.residents import RenovationRejected
from shared.runtime.replicas import keep_newest
from shared.runtime.unit_of_work import Transaction


async def void_renovation(tx: Transaction, envelope: CloudEvent, renovation: RenovationRejected) -> None:
    """Take back what nobody has paid anything of; kept, because it may be heard before the approval.

    A charge with money on it stays as it is: residents refuses to withdraw then, so people look at it. One that was
    refused was charged nothing. Raises PayerNotKnown, NotFound.
    """
    community = await replicas.load_community(tx.session, envelope.community)
    if await replicas.find_household(tx.session, renovation.household_id, [community.id]) is None:
        raise PayerNotKnown(f"household {renovation.household_id} of renovation {renovation.number}")
    await replicas.lock_household(tx.session, renovation.household_id)
    await keep_newest(
        tx.session,
        RenovationWithdrawal,
        id=renovation.renovation_id,
        community_id=community.id,
        version=renovation.version,
    )
    for charge in await charges.lock_charges_of_cause(tx.session, CauseKind.RENOVATION, renovation.renovation_id):
        status = charge_status(charge.amount_fen, charge.outstanding_fen, charge.credited_fen)
        if status is ChargeStatus.OPEN:
            credit_charge(tx, community, charge, charge.outstanding_fen, CreditReason.WITHDRAWN)
