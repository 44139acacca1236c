"""Every subject's routes, and those that only the gateway calls."""

from fastapi import APIRouter

from services.tickets.attachments.routes import routes as attachments
from services.tickets.follow_ups.routes import routes as follow_ups
from services.tickets.notes.routes import routes as notes
from services.tickets.requests.routes import ROUTERS as REQUESTS
from services.tickets.routes import code_tables, front_desk
from services.tickets.saved_views.routes import routes as saved_views

ROUTERS: list[APIRouter] = [
    *REQUESTS,
    follow_ups,
    notes,
    attachments,
    saved_views,
    front_desk.routes,
    code_tables.routes,
]
