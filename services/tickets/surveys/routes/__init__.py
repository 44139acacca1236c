"""Routes of surveys."""

from fastapi import APIRouter

from services.tickets.surveys.routes import reports, surveys

ROUTERS: list[APIRouter] = [surveys.routes, reports.routes]
