"""Events told by the tickets service. No free text about people travels."""

from shared.contracts.tickets.escalations import TicketEscalated
from shared.contracts.tickets.follow_ups import FollowUpDone, FollowUpDue
from shared.contracts.tickets.promises import PromiseBroken, PromiseDue
from shared.contracts.tickets.requests import (
    BillableItem,
    Durations,
    TicketAccepted,
    TicketArrived,
    TicketBreached,
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
    "PromiseBroken",
    "PromiseDue",
    "TicketAccepted",
    "TicketArrived",
    "TicketBreached",
    "TicketClosed",
    "TicketCompleted",
    "TicketDispatched",
    "TicketEscalated",
    "TicketOpened",
    "TicketQuoted",
    "TicketReopened",
]
