"""HTTP in, one read, HTTP out."""

from fastapi import APIRouter

from services.residents.premises.routes import communities, reports, rooms

ROUTERS: list[APIRouter] = [communities.routes, reports.routes, rooms.routes]
