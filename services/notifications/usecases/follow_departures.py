"""A household has left: from now on nothing is sent to it, and nobody phones it. Source: handbook R-07; flow 7."""

from services.notifications import repository
from services.notifications.domain.delivery import DELIVERY, Action, Status
from services.notifications.usecases.follow_residents import follow_household
from shared.contracts.envelope import CloudEvent
from shared.contracts.residents import HouseholdDeparted
from shared.runtime.unit_of_work import Transaction

_WITHDRAWN = "withdrawn"


async def follow_departure(tx: Transaction, envelope: CloudEvent, household: HouseholdDeparted) -> None:
    """What waits for it is withdrawn; what is composed later finds it gone.

    Its contact points are told empty by an event of their own, which may come later than this one.
    """
    await follow_household(tx, envelope, household)
    for message in await repository.waiting_of(tx.session, household.household_id):
        message.status = DELIVERY.next(Status(message.status), Action.WITHDRAW)
        message.next_attempt_at = None
    for call in await repository.open_calls_of(tx.session, household.household_id):
        call.finished_at, call.result = tx.now, _WITHDRAWN
