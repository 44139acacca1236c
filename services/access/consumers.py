"""Who reacts to what."""

from collections.abc import Mapping

from services.access.usecases.follow_accounts import follow_account
from services.access.usecases.follow_departures import follow_departure, follow_transfer
from services.access.usecases.follow_move_in import follow_move_in
from services.access.usecases.follow_payments import follow_payment
from services.access.usecases.follow_renovations import (
    follow_approval,
    follow_completion,
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
    "household.departed": follow_departure,
    "household.transferred": follow_transfer,
    "move_in.completed": follow_move_in,
    "renovation.approved": follow_approval,
    "renovation.permitted": follow_permit,
    "renovation.suspended": follow_suspension,
    "renovation.resumed": follow_resumption,
    "renovation.rejected": follow_rejection,
    "renovation.completed": follow_completion,
    "payment.received": follow_payment,
}
