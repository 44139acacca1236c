"""Works are completed: the deposit less deductions may go back. Source: handbook R-31, R-36, B-09; flow 2."""

from services.billing.domain.charging import CauseKind
from services.billing.domain.days import local_day
from services.billing.domain.deposits import DEPOSIT_LIFE, Claim, DepositAction, DepositStatus, Kept, keep_of
from services.billing.domain.ledger import EntryKind, post_deduction
from services.billing.models import CommunityReplica, Deposit, LedgerEntry, RenovationEnding
from services.billing.repository import charges, deposits, ledger, replicas
from services.billing.usecases.credit_charge import CreditReason, credit_charge
from services.billing.usecases.telling import refund_state
from shared.contracts.billing import DepositRefunded
from shared.contracts.envelope import CloudEvent
from shared.contracts.residents import RenovationCompleted
from shared.kernel.ids import new_id
from shared.runtime.replicas import keep_newest
from shared.runtime.unit_of_work import Transaction


async def follow_completion(tx: Transaction, envelope: CloudEvent, completed: RenovationCompleted) -> None:
    """Kept, because a completion may be heard before the charges; then released."""
    community = await replicas.load_community(tx.session, envelope.community)
    await keep_newest(
        tx.session,
        RenovationEnding,
        id=completed.renovation_id,
        community_id=community.id,
        completed_on=completed.completed_on,
        deductions=[{"reason": each.reason, "amount_fen": each.amount_fen} for each in completed.deductions],
        version=completed.version,
    )
    await release_deposits(tx, community, completed.renovation_id)


async def release_deposits(tx: Transaction, community: CommunityReplica, renovation_id: str) -> None:
    """Once per deposit, if the works are over: deductions are booked, what was never paid is owed no more."""
    ending = await deposits.find_ending(tx.session, renovation_id)
    if ending is None:
        return
    for household_id in await charges.households_of_cause(tx.session, CauseKind.RENOVATION, renovation_id):
        await replicas.lock_household(tx.session, household_id)
    charged = await charges.lock_deposits_of_cause(tx.session, CauseKind.RENOVATION, renovation_id)
    for charge in charged:
        credit_charge(tx, community, charge, charge.outstanding_fen, CreditReason.DEPOSIT_NOT_NEEDED)

    found = await deposits.lock_deposits_of(tx.session, [charge.id for charge in charged])
    held = [deposit for deposit in found.values() if deposit.status == DepositStatus.HELD]
    claims = [Claim(each["reason"], each["amount_fen"]) for each in ending.deductions]
    kept, uncovered_fen = keep_of([deposit.paid_fen for deposit in held], claims)
    for deposit, part in zip(held, kept, strict=True):
        _release(tx, community, deposit, part)
    if held:
        held[-1].uncovered_fen = uncovered_fen


def _release(tx: Transaction, community: CommunityReplica, deposit: Deposit, kept: Kept) -> None:
    """What is left may be asked back; with nothing left, the deposit is settled and that is told."""
    deposit.deductions = [{"reason": claim.reason, "amount_fen": claim.amount_fen} for claim in kept.claims]
    deposit.deducted_fen = kept.amount_fen
    deposit.released_at = tx.now
    action = DepositAction.RELEASE if deposit.refundable_fen else DepositAction.KEEP
    deposit.status = DEPOSIT_LIFE.next(DepositStatus(deposit.status), action)
    if kept.amount_fen:
        _book(tx, community, deposit)
    if action is DepositAction.KEEP:
        tx.publish(deposit, DepositRefunded(**refund_state(deposit, at=tx.now, version=deposit.version + 1)))


def _book(tx: Transaction, community: CommunityReplica, deposit: Deposit) -> None:
    entry = LedgerEntry(
        id=new_id(),
        community_id=deposit.community_id,
        household_id=deposit.household_id,
        kind=EntryKind.DEDUCTION,
        source_id=deposit.id,
        day=local_day(tx.now, community.time_zone),
        posted_at=tx.now,
        posted_by=None,
    )
    ledger.add_entry(tx.session, entry, [post_deduction(deposit.charge_id, deposit.item, deposit.deducted_fen)])
