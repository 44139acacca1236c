"""Events told by the tickets service. No free text about people travels."""

from shared.contracts.tickets.follow_ups import FollowUpDone, FollowUpDue
from shared.contracts.tickets.requests import (
    BillableItem,
    Durations,
    TicketAccepted,
    TicketArrived,
    TicketBreached,
    TicketBreachNear,
    TicketClosed,
    TicketCompleted,
    TicketDispatched,
    TicketOpened,
    TicketQuoted,
    TicketReopened,
)

__all__ = [
    "BillableItem",
    "Durations",
    "FollowUpDone",
    "FollowUpDue",
    "TicketAccepted",
    "TicketArrived",
    "TicketBreachNear",
    "TicketBreached",
    "TicketClosed",
    "TicketCompleted",
    "TicketDispatched",
    "TicketOpened",
    "TicketQuoted",
    "TicketReopened",
]
