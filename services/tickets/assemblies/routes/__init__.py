"""Every route of assemblies."""

from fastapi import APIRouter

from services.tickets.assemblies.routes import assemblies, steps, voting

ROUTERS: list[APIRouter] = [assemblies.routes, steps.routes, voting.routes]
