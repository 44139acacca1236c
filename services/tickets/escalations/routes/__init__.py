"""HTTP in, one use case or one read, HTTP out."""

from fastapi import APIRouter

from services.tickets.escalations.routes import slips

ROUTERS: list[APIRouter] = [slips.routes]
