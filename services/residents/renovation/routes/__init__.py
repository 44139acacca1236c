"""HTTP in, one use case or one read, HTTP out."""

from fastapi import APIRouter

from services.residents.renovation.routes import applications, decisions, works

ROUTERS: list[APIRouter] = [applications.routes, decisions.routes, works.routes]
