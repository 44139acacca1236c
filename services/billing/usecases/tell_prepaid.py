"""Tell what a household's prepaid balance is now. Source: handbook R-07, B-05; events.md."""

from services.billing.repository import prepaid
from shared.contracts.billing import PrepaidChanged
from shared.runtime.unit_of_work import Transaction


async def tell_prepaid(tx: Transaction, household_id: str, community_id: str) -> None:
    """After everything is booked that moves it: the balance is the ledger's. The household is locked by the caller."""
    await tx.session.flush()
    balance_fen = await prepaid.prepaid_fen(tx.session, household_id)
    account = await prepaid.hold_account(tx.session, household_id, community_id, tx.now)
    state = PrepaidChanged(household_id=household_id, balance_fen=balance_fen, version=account.version + 1)
    tx.publish(account, state)
