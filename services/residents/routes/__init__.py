"""Every subject's routes, and those that only the gateway calls."""

from fastapi import APIRouter

from services.residents.archives.routes import ROUTERS as ARCHIVES
from services.residents.households.routes import ROUTERS as HOUSEHOLDS
from services.residents.premises.routes import ROUTERS as PREMISES
from services.residents.renovation.routes import ROUTERS as RENOVATION
from services.residents.roster.routes import ROUTERS as ROSTER
from services.residents.routes import code_tables, front_desk

ROUTERS: list[APIRouter] = [
    *PREMISES,
    *HOUSEHOLDS,
    *ARCHIVES,
    *RENOVATION,
    *ROSTER,
    front_desk.routes,
    code_tables.routes,
]
