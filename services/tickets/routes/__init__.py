"""Every subject's routes, and those that only the gateway calls."""

from fastapi import APIRouter

from services.tickets.answers.routes import routes as answers
from services.tickets.follow_ups.routes import routes as follow_ups
from services.tickets.quality_samples.routes import routes as quality_samples
from services.tickets.requests.routes import ROUTERS as REQUESTS
from services.tickets.routes import code_tables, front_desk

ROUTERS: list[APIRouter] = [
    *REQUESTS,
    follow_ups,
    answers,
    quality_samples,
    front_desk.routes,
    code_tables.routes,
]
