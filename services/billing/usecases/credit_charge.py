"""Take a charge back, wholly or in part, by a counter-posting; the charge stays. Source: handbook B-03, B-07."""

from enum import StrEnum

from services.billing.domain.days import local_day
from services.billing.domain.ledger import EntryKind, post_credit
from services.billing.domain.tariff import Nature
from services.billing.models import Charge, ChargeCredit, CommunityReplica, LedgerEntry
from services.billing.repository import ledger
from services.billing.usecases.telling import charge_state
from shared.contracts.billing import ChargeReversed
from shared.kernel.ids import new_id
from shared.runtime.unit_of_work import Transaction


class CreditReason(StrEnum):
    """Why: each follows from what another person approved already, in the service that told it."""

    LEFT = "left"
    """the days from that on which the household held its room no more (R-07)"""
    DEPOSIT_NOT_NEEDED = "deposit_not_needed"
    """what was not paid of a deposit whose works are over (R-36)"""
    WITHDRAWN = "withdrawn"
    """what an application was charged that was withdrawn after its approval (R-30)"""


def credit_charge(
    tx: Transaction, community: CommunityReplica, charge: Charge, amount_fen: int, reason: CreditReason
) -> int:
    """What is still owed falls away first; what was paid beyond that becomes prepaid: its sum, for `tell_prepaid`.

    Charge and household are locked. Nothing happens for an amount of zero or below.
    """
    if amount_fen <= 0:
        return 0
    owed_fen = min(amount_fen, charge.outstanding_fen)
    credit = ChargeCredit(
        id=new_id(),
        community_id=community.id,
        charge_id=charge.id,
        household_id=charge.household_id,
        reason=reason,
        amount_fen=amount_fen,
        prepaid_fen=amount_fen - owed_fen,
        credited_on=local_day(tx.now, community.time_zone),
        created_at=tx.now,
    )
    charge.outstanding_fen -= owed_fen
    charge.credited_fen += amount_fen
    tx.session.add(credit)
    _book(tx, charge, credit, owed_fen)

    state = charge_state(charge) | {"version": charge.version + 1}
    tx.publish(charge, ChargeReversed(**state, reversed_fen=amount_fen))
    return credit.prepaid_fen


def _book(tx: Transaction, charge: Charge, credit: ChargeCredit, owed_fen: int) -> None:
    entry = LedgerEntry(
        id=new_id(),
        community_id=charge.community_id,
        household_id=charge.household_id,
        kind=EntryKind.CREDIT,
        source_id=credit.id,
        day=credit.credited_on,
        posted_at=tx.now,
        posted_by=None,
    )
    nature = Nature(charge.nature)
    postings = post_credit(charge.id, charge.item, nature, owed_fen=owed_fen, paid_fen=credit.prepaid_fen)
    ledger.add_entry(tx.session, entry, postings)
