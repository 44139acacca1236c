"""HTTP in, one use case or one read, HTTP out."""

from fastapi import APIRouter

from services.residents.households.routes import households, persons

ROUTERS: list[APIRouter] = [households.routes, persons.routes]
