"""HTTP in, one use case or one read, HTTP out."""

from fastapi import APIRouter

from services.tickets.escalations.routes import lists, slips

LISTS: list[APIRouter] = [lists.routes]
"""Before the tickets' own, whose `/{ticket_id}` would take `/slips` for an id."""
ROUTERS: list[APIRouter] = [slips.routes]
