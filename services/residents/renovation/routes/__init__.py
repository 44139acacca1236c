"""HTTP in, one use case or one read, HTTP out."""

from fastapi import APIRouter

from services.residents.renovation.completion.routes import routes as completion
from services.residents.renovation.hot_work.routes import routes as hot_work
from services.residents.renovation.inspections.routes import routes as inspections
from services.residents.renovation.overtime.routes import routes as overtime
from services.residents.renovation.permits.routes import routes as permits
from services.residents.renovation.policies.routes import routes as policies
from services.residents.renovation.routes import applications, contacts, decisions, works

# `/v1/renovations/hot-works` and its like stand before `/v1/renovations/{renovation_id}`, which would take them.
ROUTERS: list[APIRouter] = [
    hot_work,
    inspections,
    overtime,
    permits,
    policies,
    completion,
    applications.routes,
    decisions.routes,
    contacts.routes,
    works.routes,
]
