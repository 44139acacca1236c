"""Every subject's routes, and those that only the gateway calls."""

from fastapi import APIRouter

from services.residents.archives.routes import ROUTERS as ARCHIVES
from services.residents.defects.routes import ROUTERS as DEFECTS
from services.residents.households.routes import ROUTERS as HOUSEHOLDS
from services.residents.move_ins.routes import ROUTERS as MOVE_INS
from services.residents.premises.routes import ROUTERS as PREMISES
from services.residents.renovation.routes import ROUTERS as RENOVATION
from services.residents.roster.routes import ROUTERS as ROSTER
from services.residents.routes import code_tables, front_desk
from services.residents.transfers.routes import ROUTERS as TRANSFERS

ROUTERS: list[APIRouter] = [
    *PREMISES,
    *TRANSFERS,  # before the households: `/v1/households/transfers` names no household
    *HOUSEHOLDS,
    *ARCHIVES,
    *MOVE_INS,
    *DEFECTS,
    *RENOVATION,
    *ROSTER,
    front_desk.routes,
    code_tables.routes,
]
