"""Rows of the tickets service, one module per subject."""

from services.tickets.models.base import TABLES, Base
from services.tickets.models.follow_ups import FollowUp, FollowUpAttempt, PolicyRow
from services.tickets.models.money import TicketCharge, TicketPayment
from services.tickets.models.replicas import (
    AccountReplica,
    CommunityReplica,
    HouseholdReplica,
    ResidentName,
    RoomReplica,
    TariffPrice,
)
from services.tickets.models.tickets import Ticket, TicketClock, TicketNumber, TicketQuote, TicketStep

__all__ = [
    "TABLES",
    "AccountReplica",
    "Base",
    "CommunityReplica",
    "FollowUp",
    "FollowUpAttempt",
    "HouseholdReplica",
    "PolicyRow",
    "ResidentName",
    "RoomReplica",
    "TariffPrice",
    "Ticket",
    "TicketCharge",
    "TicketClock",
    "TicketNumber",
    "TicketPayment",
    "TicketQuote",
    "TicketStep",
]
