"""Events told by the tickets service. No free text about people travels."""

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
from shared.contracts.tickets.surveys import SurveyClosed, SurveyFaultFound, SurveyOpened

__all__ = [
    "BillableItem",
    "Durations",
    "FollowUpDone",
    "FollowUpDue",
    "SurveyClosed",
    "SurveyFaultFound",
    "SurveyOpened",
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
