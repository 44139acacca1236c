"""HTTP in, one use case or one read, HTTP out."""

from fastapi import APIRouter

from services.tickets.promises.routes import promises

ROUTERS: list[APIRouter] = [promises.routes]
