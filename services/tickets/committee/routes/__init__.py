"""Every route of the owners' committee."""

from fastapi import APIRouter

from services.tickets.committee.routes import matters, register

ROUTERS: list[APIRouter] = [register.routes, matters.routes]
