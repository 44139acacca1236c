"""HTTP bodies of the tickets service, one module per subject."""

from services.tickets.requests.schemas.intake import Requester, TicketOpening
from services.tickets.requests.schemas.views import TicketView

__all__ = ["Requester", "TicketOpening", "TicketView"]
