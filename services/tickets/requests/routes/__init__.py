"""HTTP in, one use case or one read, HTTP out."""

from fastapi import APIRouter

from services.tickets.requests.routes import (
    bulk,
    care,
    checking,
    closing,
    joining,
    lists,
    papers,
    pausing,
    quotes,
    tickets,
    work,
)

ROUTERS: list[APIRouter] = [
    care.routes,
    lists.routes,
    joining.routes,
    bulk.routes,
    tickets.routes,
    work.routes,
    checking.routes,
    quotes.routes,
    closing.routes,
    pausing.routes,
    papers.routes,
]
