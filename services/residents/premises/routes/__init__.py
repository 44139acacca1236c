"""HTTP in, one read, HTTP out."""

from fastapi import APIRouter

from services.residents.premises.routes import communities, rooms

ROUTERS: list[APIRouter] = [communities.routes, rooms.routes]
