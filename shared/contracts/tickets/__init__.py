"""Events told by the tickets service. No free text about people travels."""

from shared.contracts.tickets.follow_ups import FollowUpDone, FollowUpDue
from shared.contracts.tickets.quality_samples import QualitySampleScored
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
    "QualitySampleScored",
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
