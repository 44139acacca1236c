"""Every route of patrols."""

from fastapi import APIRouter

from services.tickets.patrols.routes import areas, findings, rounds, scores, walks

ROUTERS: list[APIRouter] = [areas.routes, rounds.routes, walks.routes, findings.routes, scores.routes]
