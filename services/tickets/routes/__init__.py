"""HTTP in, one use case or one read, HTTP out."""

from fastapi import APIRouter

from services.tickets.routes import closing, code_tables, follow_ups, front_desk, quotes, tickets, work

ROUTERS: list[APIRouter] = [
    tickets.routes,
    work.routes,
    quotes.routes,
    closing.routes,
    follow_ups.routes,
    front_desk.routes,
    code_tables.routes,
]
