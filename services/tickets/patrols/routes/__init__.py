"""Every route of patrols."""

from fastapi import APIRouter

from services.tickets.patrols.routes import areas, findings, scores, walks

ROUTERS: list[APIRouter] = [areas.routes, walks.routes, findings.routes, scores.routes]
