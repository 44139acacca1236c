"""Rows of requests and of their money."""

from services.tickets.requests.models.money import TicketCharge, TicketPayment
from services.tickets.requests.models.tickets import (
    Ticket,
    TicketClock,
    TicketNumber,
    TicketPause,
    TicketQuote,
    TicketStep,
)
from services.tickets.requests.models.work import WorkLine

__all__ = [
    "Ticket",
    "TicketCharge",
    "TicketClock",
    "TicketNumber",
    "TicketPause",
    "TicketPayment",
    "TicketQuote",
    "TicketStep",
    "WorkLine",
]
