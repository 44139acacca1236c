"""HTTP in, one use case or one read, HTTP out."""

from fastapi import APIRouter

from services.residents.transfers.routes import checklist, transfers

ROUTERS: list[APIRouter] = [transfers.routes, checklist.routes]
