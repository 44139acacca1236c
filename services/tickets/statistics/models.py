"""An index of the statistics' own; their rows are other subjects'."""

from sqlalchemy import Index

from services.tickets.requests.models import TicketStep

_REOPENED = TicketStep.action == "reopen"
Index("ix_ticket_steps_reopened", TicketStep.ticket_id, postgresql_where=_REOPENED, sqlite_where=_REOPENED)
