"""HTTP in, one use case or one read, HTTP out."""

from fastapi import APIRouter

from services.access.routes import code_tables, front_desk, gate, keys, pass_stages, passes

# The gate check's fixed path comes before `/v1/passes/{pass_id}`, which would take it for an id.
ROUTERS: list[APIRouter] = [
    gate.routes,
    passes.routes,
    pass_stages.routes,
    keys.routes,
    front_desk.routes,
    code_tables.routes,
]
