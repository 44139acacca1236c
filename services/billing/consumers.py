"""Who reacts to what."""

from collections.abc import Mapping

from services.billing.usecases.charge_pass import charge_pass
from services.billing.usecases.charge_renovation import charge_renovation
from services.billing.usecases.charge_ticket import charge_ticket
from services.billing.usecases.end_charging import follow_departure
from services.billing.usecases.follow_move_in import follow_move_in
from services.billing.usecases.follow_residents import follow_community, follow_household, follow_room
from services.billing.usecases.release_deposits import follow_completion
from services.billing.usecases.settle_transfer import settle_transfer
from services.billing.usecases.void_renovation import void_renovation
from shared.runtime.consumer import Handler

HANDLERS: Mapping[str, Handler] = {
    "community.changed": follow_community,
    "room.changed": follow_room,
    "household.registered": follow_household,
    "household.changed": follow_household,
    "household.departed": follow_departure,
    "ticket.closed": charge_ticket,
    "renovation.approved": charge_renovation,
    "renovation.rejected": void_renovation,
    "renovation.completed": follow_completion,
    "move_in.completed": follow_move_in,
    "household.transferred": settle_transfer,
    "pass.requested": charge_pass,
}
