"""Events told by the tickets service. No free text about people travels."""

from shared.contracts.tickets.assemblies import (
    AssemblyCalled,
    AssemblyCancelled,
    AssemblyMatter,
    AssemblyResultPublished,
    MatterResult,
    VoteTally,
)
from shared.contracts.tickets.committee import CommitteeMatterBreached, CommitteeMatterRaised
from shared.contracts.tickets.corrective_actions import CorrectiveActionOpened, CorrectiveActionOverdue
from shared.contracts.tickets.escalations import TicketEscalated
from shared.contracts.tickets.follow_ups import FollowUpDone, FollowUpDue
from shared.contracts.tickets.incidents import IncidentRaised
from shared.contracts.tickets.patrols import PatrolFindingRecorded
from shared.contracts.tickets.promises import PromiseBroken, PromiseDue
from shared.contracts.tickets.quality_samples import QualitySampleScored
from shared.contracts.tickets.requests import (
    BillableItem,
    Durations,
    MergedHousehold,
    TicketAccepted,
    TicketArrived,
    TicketBreached,
    TicketBreachNear,
    TicketClosed,
    TicketCompleted,
    TicketDispatched,
    TicketHandedOver,
    TicketOpened,
    TicketProgressDue,
    TicketProgressReported,
    TicketQuoted,
    TicketReopened,
    TicketSeverityChanged,
)
from shared.contracts.tickets.surveys import SurveyClosed, SurveyFaultFound, SurveyHouseholdAsked, SurveyOpened

__all__ = [
    "AssemblyCalled",
    "AssemblyCancelled",
    "AssemblyMatter",
    "AssemblyResultPublished",
    "BillableItem",
    "CommitteeMatterBreached",
    "CommitteeMatterRaised",
    "CorrectiveActionOpened",
    "CorrectiveActionOverdue",
    "Durations",
    "FollowUpDone",
    "FollowUpDue",
    "IncidentRaised",
    "MatterResult",
    "MergedHousehold",
    "PatrolFindingRecorded",
    "PromiseBroken",
    "PromiseDue",
    "QualitySampleScored",
    "SurveyClosed",
    "SurveyFaultFound",
    "SurveyHouseholdAsked",
    "SurveyOpened",
    "TicketAccepted",
    "TicketArrived",
    "TicketBreachNear",
    "TicketBreached",
    "TicketClosed",
    "TicketCompleted",
    "TicketDispatched",
    "TicketEscalated",
    "TicketHandedOver",
    "TicketOpened",
    "TicketProgressDue",
    "TicketProgressReported",
    "TicketQuoted",
    "TicketReopened",
    "TicketSeverityChanged",
    "VoteTally",
]
