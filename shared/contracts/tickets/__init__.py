"""Events told by the tickets service. No free text about people travels."""

from shared.contracts.tickets.corrective_actions import CorrectiveActionOpened, CorrectiveActionOverdue
from shared.contracts.tickets.follow_ups import FollowUpDone, FollowUpDue
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
    "CorrectiveActionOpened",
    "CorrectiveActionOverdue",
    "Durations",
    "FollowUpDone",
    "FollowUpDue",
    "TicketAccepted",
    "TicketArrived",
    "TicketBreached",
    "TicketClosed",
    "TicketCompleted",
    "TicketDispatched",
    "TicketOpened",
    "TicketQuoted",
    "TicketReopened",
]
