"""Every route of assemblies."""

from fastapi import APIRouter

from services.tickets.assemblies.routes import assemblies, notice, steps, voting

ROUTERS: list[APIRouter] = [notice.routes, assemblies.routes, steps.routes, voting.routes]
