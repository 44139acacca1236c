"""HTTP in, one read, HTTP out."""

from fastapi import APIRouter

from services.residents.archives.routes import archives

ROUTERS: list[APIRouter] = [archives.routes]
