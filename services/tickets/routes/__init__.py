"""Every subject's routes, and those that only the gateway calls."""

from fastapi import APIRouter

from services.tickets.assemblies.routes import ROUTERS as ASSEMBLIES
from services.tickets.committee.routes import ROUTERS as COMMITTEE
from services.tickets.follow_ups.routes import routes as follow_ups
from services.tickets.patrols.routes import ROUTERS as PATROLS
from services.tickets.requests.routes import ROUTERS as REQUESTS
from services.tickets.routes import code_tables, front_desk

ROUTERS: list[APIRouter] = [
    *REQUESTS,
    follow_ups,
    *PATROLS,
    *COMMITTEE,
    *ASSEMBLIES,
    front_desk.routes,
    code_tables.routes,
]
