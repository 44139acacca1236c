"""The present state as events, for others' replicas. Source: architecture 5.

Charges, payments and settled deposits are told as they once were, in the order in which they belong: what follows
them takes each once by its own id, in any order. Nobody who sends messages may be told so: see `app`.
"""

from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import AsyncSession

from services.billing.domain.deposits import SETTLED
from services.billing.models import Charge, Deposit
from services.billing.repository.charges import every_charge
from services.billing.repository.deposits import every_deposit
from services.billing.repository.payments import every_payment
from services.billing.repository.prepaid import every_account
from services.billing.repository.tariffs import every_item
from services.billing.usecases.telling import charge_state, payment_state, price_told, refund_state
from shared.contracts.billing import ChargePosted, ChargeReversed, DepositRefunded, PaymentReceived, PrepaidChanged
from shared.contracts.envelope import Event
from shared.runtime.tables import AggregateRow

_AS_POSTED = 1


async def snapshot(session: AsyncSession) -> AsyncIterator[tuple[AggregateRow, Event]]:
    """Prices, those agreed for later included; charges and what was taken back of them; payments; settled deposits;
    prepaid balances.
    """
    for item in await every_item(session):
        for version in item.versions:
            yield item, price_told(item, version)
    async for charge in every_charge(session):
        for event in _charge(charge):
            yield charge, event
    async for payment in every_payment(session):
        yield payment, PaymentReceived(**payment_state(payment))
    async for deposit in every_deposit(session, SETTLED):
        yield deposit, _settled(deposit)
    async for account, balance_fen in every_account(session):
        yield account, PrepaidChanged(household_id=account.id, balance_fen=balance_fen, version=account.version)


def _charge(charge: Charge) -> list[Event]:
    """As it was posted, and what it owes now if a part was taken back; what was paid is told by the payments."""
    state = charge_state(charge)
    posted = ChargePosted(**state | {"outstanding_fen": charge.amount_fen, "version": _AS_POSTED})
    if not charge.credited_fen:
        return [posted]
    return [posted, ChargeReversed(**state, reversed_fen=charge.credited_fen)]


def _settled(deposit: Deposit) -> Event:
    """Paid back, or kept in full when it was released."""
    at = deposit.refunded_at or deposit.released_at or deposit.created_at
    return DepositRefunded(**refund_state(deposit, at=at, version=deposit.version))
