"""Every subject's routes, and those that only the gateway calls."""

from fastapi import APIRouter

from services.tickets.courtesy_visits.routes import routes as courtesy_visits
from services.tickets.follow_ups.routes import routes as follow_ups
from services.tickets.requests.routes import ROUTERS as REQUESTS
from services.tickets.routes import code_tables, front_desk
from services.tickets.surveys.routes import ROUTERS as SURVEYS
from services.tickets.weather.routes import routes as weather

ROUTERS: list[APIRouter] = [
    *REQUESTS,
    follow_ups,
    weather,
    courtesy_visits,
    *SURVEYS,
    front_desk.routes,
    code_tables.routes,
]
