"""Who reacts to what."""

from collections.abc import Mapping

from services.access.usecases.follow_accounts import follow_account
from services.access.usecases.follow_payments import follow_payment
from services.access.usecases.follow_renovations import (
    follow_approval,
    follow_permit,
    follow_rejection,
    follow_resumption,
    follow_suspension,
)
from services.access.usecases.follow_residents import follow_community, follow_household, follow_room
from shared.runtime.consumer import Handler

HANDLERS: Mapping[str, Handler] = {
    "account.changed": follow_account,
    "community.changed": follow_community,
    "room.changed": follow_room,
    "household.registered": follow_household,
    "household.changed": follow_household,
    "household.departed": follow_household,
    "renovation.approved": follow_approval,
    "renovation.permitted": follow_permit,
    "renovation.suspended": follow_suspension,
    "renovation.resumed": follow_resumption,
    "renovation.rejected": follow_rejection,
    "payment.received": follow_payment,
}
